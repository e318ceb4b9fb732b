package org.cellnest.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole bench: everybody is started, warmed up, measured in turns and stopped. One thread. */
@Command(
        name = "scripts/bench",
        description = {
            "Measures a whole nest and what a user would pick instead, in alternating rounds.",
            "Cases: get-c1, get-c16, get-c64, get-c256, post-c64, sleep-c256, mixed, start, memory.",
            "scripts/bench --jmh [ARGUMENTS] runs the benches of single pieces instead,",
            "scripts/bench --simulate [ARGUMENTS] connects many simulated cells to a router."
        })
public final class NestBench implements Callable<Integer> {
    static final String NEST = "nest";
    static final String LARGE_NEST = "nest-10k";

    private static final String START = "start";
    private static final String MEMORY = "memory";
    private static final int MEMORY_LOOKS = 30;
    private static final int MEMORY_LOOK_S = 10;

    @Option(names = "--quick", description = "3 rounds of 3 s, 10,000 routes at get-c64 only, no long run for memory")
    private boolean quick;

    @Option(names = "--rounds", description = "rounds whose median counts, 1 to 25 (default: 5)")
    private int rounds;

    @Option(names = "--seconds", description = "length of a round, 1 to 60 (default: 5)")
    private int seconds;

    @Option(names = "--warm-up", description = "seconds for each before figures count, 1 to 60 (default: 10)")
    private int warmUp = 10;

    @Option(names = "--only", split = ",", paramLabel = "CASE", description = "only these cases, with commas between")
    private @Nullable Set<String> only;

    @Option(names = "--out", paramLabel = "FILE", description = "where the JSON goes (default: below bench/results)")
    private @Nullable Path out;

    @SuppressWarnings("UnusedVariable") // picocli acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "this text")
    private boolean help;

    public static void main(String[] args) {
        System.exit(new CommandLine(new NestBench()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        rounds = rounds == 0 ? (quick ? 3 : 5) : rounds;
        seconds = seconds == 0 ? (quick ? 3 : 5) : seconds;
        Set<String> cases = cases();
        if (cases.isEmpty() || rounds < 1 || rounds > 25 || seconds < 1 || seconds > 60 || warmUp < 1 || warmUp > 60) {
            System.err.println("scripts/bench: --rounds " + rounds + " --seconds " + seconds + " --warm-up " + warmUp
                    + " --only " + only + " (expected: 1 to 25 rounds, 1 to 60 seconds each, and cases from "
                    + allCases() + ")");
            return 2;
        }
        Tools tools = Tools.find();
        Path wrk = tools.wrk();
        if (wrk == null) {
            tools.missing().forEach(line -> System.err.println("scripts/bench: " + line));
            return 3;
        }
        Path root = Path.of(System.getProperty("cellnest.home", ".")).toAbsolutePath();
        Results results = new Results(Surroundings.look(root), rounds, seconds);
        tools.missing().forEach(results::note);
        if (warmUp < 10) {
            results.note("Warmed up for " + warmUp + " s only (expected: 10): these figures are not worth quoting.");
        }
        Report report = new Report(System.out);
        boolean whole = false;
        try (Stage stage = Stage.open(root)) {
            contest(stage, new Wrk(stage, wrk), tools, cases, results, report);
            whole = true;
        } catch (IOException e) {
            // What was measured until then is still worth having.
            results.note("!! ENDED EARLY: " + e.getMessage());
        }
        report.end(results);
        Path file = out != null
                ? out
                : root.resolve("bench/results")
                        .resolve("bench-" + results.surroundings().date().replaceAll("[^0-9T]", "") + ".json");
        results.write(file);
        System.out.println("JSON: " + file);
        return whole && results.errors() == 0 ? 0 : 1;
    }

    private static List<String> allCases() {
        return Stream.concat(Arrays.stream(Workload.values()).map(Workload::id), Stream.of(START, MEMORY))
                .toList();
    }

    /** The cases to run, or none if one of them is unknown. */
    private Set<String> cases() {
        if (only == null) {
            Set<String> all = new LinkedHashSet<>(allCases());
            if (quick) {
                all.remove(MEMORY);
            }
            return all;
        }
        return allCases().containsAll(only) ? only : Set.of();
    }

    private void contest(Stage stage, Wrk wrk, Tools tools, Set<String> cases, Results results, Report report)
            throws IOException, InterruptedException {
        Contest contest = new Contest(wrk, rounds, seconds, warmUp, quick);
        if (cases.contains(START)) {
            StartTime start = new StartTime(stage);
            for (int i = 0; i < 3; i++) {
                results.startMs().add(start.measure(i));
            }
            say("scripts/demo to the first answer: " + results.startMs() + " ms");
        }
        List<Workload> workloads = Arrays.stream(Workload.values())
                .filter(workload -> cases.contains(workload.id()))
                .toList();
        if (workloads.isEmpty() && !cases.contains(MEMORY)) {
            return;
        }
        say("starting everybody");
        Target nest = Nest.start(stage, NEST, 10);
        List<Target> targets = new ArrayList<>(List.of(nest));
        if (!workloads.isEmpty()) {
            targets.addAll(new Line(stage, contest, tools, results).peers());
        }
        for (Target target : targets) {
            target.verify();
            say("warming up " + target.name());
            contest.warmUp(target);
        }
        List<Target> all = new ArrayList<>(targets);
        if (!workloads.isEmpty()) {
            large(stage, contest, results).ifPresent(large -> all.add(1, large));
        }
        for (Workload workload : workloads) {
            say("measuring " + workload.id());
            boolean withLarge = !quick || workload == Workload.GET_C64;
            List<Summary> found = contest.measure(workload, withLarge ? all : targets);
            results.add(found);
            report.table(workload, found);
        }
        if (cases.contains(MEMORY)) {
            memory(contest, nest, results);
        }
    }

    /** The nest with a large route table; what keeps it from starting does not keep the others from being measured. */
    private static Optional<Target> large(Stage stage, Contest contest, Results results) throws InterruptedException {
        try {
            Target large = Nest.start(stage, LARGE_NEST, 10_000);
            say("warming up " + LARGE_NEST);
            contest.warmUp(large);
            return Optional.of(large);
        } catch (IOException e) {
            results.note("!! " + LARGE_NEST + " IS MISSING: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Looks at the nest's memory during a long run. */
    private static void memory(Contest contest, Target nest, Results results) throws IOException, InterruptedException {
        say("looking at the nest's memory for " + MEMORY_LOOKS * MEMORY_LOOK_S + " s");
        for (int i = 0; i < MEMORY_LOOKS; i++) {
            Round round = contest.run(nest, Workload.GET_C256, MEMORY_LOOK_S);
            round.residentBytesByProcess().forEach(results::addResident);
            results.addErrors(round.errors());
        }
    }

    private static void say(String text) {
        System.out.println("bench: " + text);
    }
}
