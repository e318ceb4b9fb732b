package org.cellnest.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Implements the command {@code scripts/bench}: checks its options, runs a course on a stage, and writes the results.
 * One thread.
 */
@Command(
        name = "scripts/bench",
        description = {
            "Measures whole nests and what a user would pick instead, in alternating rounds.",
            "Cases: get-c1, get-c16, get-c64, get-c256, post-c64, sleep-c256, mixed, start, memory, strangers;",
            "with large bodies: download, download8, upload, upload8, download8+get-c64, slow+get-c64.",
            "scripts/bench --jmh [ARGUMENTS] runs the benches of single pieces instead,",
            "scripts/bench --simulate [ARGUMENTS] connects many simulated cells to a router."
        })
public final class NestBench implements Callable<Integer> {
    @Option(
            names = "--quick",
            description =
                    "3 rounds of 3 s, 10,000 routes at get-c64 only, no long run for memory, transfers of 256 MiB,"
                            + " nothing beside them")
    private boolean quick;

    @Option(names = "--rounds", description = "rounds whose median counts, 1 to 25 (default: 5)")
    private int rounds;

    @Option(names = "--seconds", description = "length of a round, 1 to 60 (default: 5)")
    private int seconds;

    @Option(names = "--warm-up", description = "seconds for each before figures count, 1 to 60 (default: 10)")
    private int warmUp = 10;

    @Option(names = "--only", split = ",", paramLabel = "CASE", description = "only these cases, with commas between")
    private @Nullable Set<String> only;

    @Option(
            names = "--nests",
            split = ",",
            paramLabel = "NEST",
            description = "the nests of this checkout, with commas between: jeromq, native, curve, in that order"
                    + " (default: jeromq,native). Goals against the peers, 10,000 routes and the memory case are those of"
                    + " the first of these")
    private Set<NestKind> nests = EnumSet.of(NestKind.JEROMQ, NestKind.NATIVE);

    @Option(
            names = "--against",
            paramLabel = "LABEL=DIR",
            description = "also a nest of another built checkout, without settings of its own; may be given again")
    private Map<String, Path> against = new LinkedHashMap<>();

    @Option(
            names = "--transfer-mib",
            paramLabel = "MIB",
            description = "size of a download or upload, of all its connections together, 1 to 65536 (default: 1024)")
    private int transferMib;

    @Option(
            names = "--slow-readers",
            paramLabel = "COUNT",
            description = "connections that read slowly in slow+get-c64, 1 to 20000 (default: 1000)")
    private int slowReaders = 1_000;

    @Option(names = "--out", paramLabel = "FILE", description = "where the JSON goes (default: below bench/results)")
    private @Nullable Path out;

    @SuppressWarnings("UnusedVariable") // picocli acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "this text")
    private boolean help;

    public static void main(String[] args) {
        System.exit(new CommandLine(new NestBench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        rounds = rounds == 0 ? (quick ? 3 : 5) : rounds;
        seconds = seconds == 0 ? (quick ? 3 : 5) : seconds;
        transferMib = transferMib == 0 ? (quick ? 256 : 1_024) : transferMib;
        Set<String> cases = cases();
        if (transferMib < 1 || transferMib > 65_536 || slowReaders < 1 || slowReaders > 20_000) {
            System.err.println("scripts/bench: --transfer-mib " + transferMib + " --slow-readers " + slowReaders
                    + " (expected: 1 to 65536 MiB and 1 to 20000 readers)");
            return 2;
        }
        if (cases.isEmpty() || rounds < 1 || rounds > 25 || seconds < 1 || seconds > 60 || warmUp < 1 || warmUp > 60) {
            System.err.println("scripts/bench: --rounds " + rounds + " --seconds " + seconds + " --warm-up " + warmUp
                    + " --only " + only + " (expected: 1 to 25 rounds, 1 to 60 seconds each, and cases from "
                    + allCases() + ")");
            return 2;
        }
        List<String> problems = NestPlans.problems(against);
        if (!problems.isEmpty()) {
            problems.forEach(problem -> System.err.println("scripts/bench: " + problem));
            return 2;
        }
        Tools tools = Tools.find();
        Path wrk = tools.wrk();
        if (wrk == null) {
            tools.missing().forEach(line -> System.err.println("scripts/bench: " + line));
            return 3;
        }
        Path root = Path.of(System.getProperty("cellnest.home", ".")).toAbsolutePath();
        Results results = new Results(BenchEnvironment.look(root), rounds, seconds);
        tools.missing().forEach(results::note);
        if (warmUp < 10) {
            results.note("Warmed up for " + warmUp + " s only (expected: 10): these figures are not worth quoting.");
        }
        Report report = new Report(System.out);
        boolean whole = false;
        try (Stage stage = Stage.open(root)) {
            Contest contest = new Contest(new Wrk(stage, wrk), rounds, seconds, warmUp, quick);
            BulkOptions bulk = new BulkOptions((long) transferMib << 20, slowReaders);
            BulkCourse bulkCourse = new BulkCourse(
                    new BulkContest(contest, bulk, rounds, seconds), bulk, results, new BulkReport(System.out));
            Course course = new Course(stage, contest, tools, results, report, quick, bulkCourse);
            course.run(cases, new NestPlans(stage).of(EnumSet.copyOf(nests), against, BulkCourse.isIn(cases)));
            whole = true;
        } catch (IOException e) {
            // What was measured until then is still worth having.
            results.note("!! ENDED EARLY: " + e.getMessage());
        }
        report.end(results);
        Path file = out != null
                ? out
                : root.resolve("bench/results")
                        .resolve("bench-" + results.benchEnvironment().date().replaceAll("[^0-9T]", "") + ".json");
        results.write(file);
        System.out.println("JSON: " + file);
        return whole && results.errors() == 0 ? 0 : 1;
    }

    private static List<String> allCases() {
        return Stream.of(
                        Arrays.stream(Workload.values()).map(Workload::id),
                        BulkCourse.cases().stream(),
                        Stream.of(Course.START, Course.MEMORY, Course.STRANGERS))
                .flatMap(names -> names)
                .toList();
    }

    /** Returns the cases to run; empty if one of them is unknown. */
    private Set<String> cases() {
        if (only == null) {
            Set<String> all = new LinkedHashSet<>(allCases());
            if (quick) {
                all.remove(Course.MEMORY);
                all.removeAll(
                        Arrays.stream(BesideLoad.values()).map(BesideLoad::id).toList());
            }
            return all;
        }
        return allCases().containsAll(only) ? only : Set.of();
    }
}
