package org.cellnest.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs the whole bench: starts every contestant, warms it up, and measures all of them case by case. One thread. */
final class Course {
    static final String START = "start";
    static final String MEMORY = "memory";
    static final String STRANGERS = "strangers";

    private static final int STARTS = 3;
    private static final int LARGE_ROUTES = 10_000;

    private final Stage stage;
    private final Contest contest;
    private final Tools tools;
    private final Results results;
    private final Report report;
    private final boolean quick;
    private final BulkCourse bulk;

    /**
     * Creates a course.
     *
     * @param quick whether the large route table is measured in one workload only
     * @param bulk measures large bodies
     */
    Course(Stage stage, Contest contest, Tools tools, Results results, Report report, boolean quick, BulkCourse bulk) {
        this.stage = stage;
        this.contest = contest;
        this.tools = tools;
        this.results = results;
        this.report = report;
        this.quick = quick;
        this.bulk = bulk;
    }

    /**
     * Runs some cases.
     *
     * @param plans the nests, the main one first
     */
    void run(Set<String> cases, List<NestPlan> plans) throws IOException, InterruptedException {
        if (cases.contains(START)) {
            demoStarts();
        }
        List<Workload> workloads = Arrays.stream(Workload.values())
                .filter(workload -> cases.contains(workload.id()))
                .toList();
        boolean small = !workloads.isEmpty();
        boolean large = BulkCourse.isIn(cases);
        if (!small && !large && !cases.contains(MEMORY) && !cases.contains(STRANGERS)) {
            return;
        }
        say("starting everybody");
        List<Nest> nests = start(plans);
        List<Target> targets = new ArrayList<>(nests.stream().map(Nest::target).toList());
        if (small || large) {
            targets.addAll(new Line(stage, contest, tools, results).peers(small, large));
        }
        for (Target target : targets) {
            target.verify();
            say("warming up " + target.name());
            contest.warmUp(target);
        }
        if (small) {
            rounds(workloads, without(targets, Set.of(Contestants.NGINX_STREAM)), nests);
        }
        if (large) {
            Set<String> unfit = nests.stream()
                    .map(Nest::plan)
                    .filter(plan -> !plan.bulk())
                    .map(NestPlan::name)
                    .collect(Collectors.toSet());
            unfit.add(Contestants.SPRING);
            bulk.run(cases, without(targets, unfit));
        }
        if (cases.contains(MEMORY)) {
            say("looking at the memory of " + results.mainNest() + " for " + MemoryRun.SECONDS + " s");
            MemoryRun.measure(contest, nests.get(0), results);
        }
        if (cases.contains(STRANGERS)) {
            strangers(nests);
        }
    }

    private static List<Target> without(List<Target> targets, Set<String> names) {
        return targets.stream().filter(target -> !names.contains(target.name())).toList();
    }

    private void demoStarts() throws IOException, InterruptedException {
        StartTime start = new StartTime(stage);
        for (int i = 0; i < STARTS; i++) {
            results.startMs().add(start.measure(i));
        }
        say("scripts/demo to the first answer: " + results.startMs() + " ms");
    }

    /** Starts the nests. A nest that does not start ends the bench here, before the long part. */
    private List<Nest> start(List<NestPlan> plans) throws IOException, InterruptedException {
        List<Nest> nests = new ArrayList<>();
        for (NestPlan plan : plans) {
            nests.add(NestStarter.start(stage, plan));
            results.add(plan.facts());
        }
        results.note(
                "CPU and memory of a nest are those of gateway + router + cell; of a proxy, its own + undertow's.");
        return nests;
    }

    private void rounds(List<Workload> workloads, List<Target> targets, List<Nest> nests)
            throws IOException, InterruptedException {
        List<Target> all = new ArrayList<>(targets);
        large(nests.get(0).plan()).ifPresent(large -> all.add(nests.size(), large));
        List<String> own = nests.stream()
                .map(nest -> nest.plan().name())
                .filter(Contestants::isOwnNest)
                .toList();
        for (Workload workload : workloads) {
            say("measuring " + workload.id());
            boolean withLarge = !quick || workload == Workload.GET_C64;
            List<Summary> found = contest.measure(workload, withLarge ? all : targets);
            results.add(found);
            report.table(workload, found, own);
        }
    }

    /** Starts the main nest with a large route table. If it does not start, the others are still measured. */
    private Optional<Target> large(NestPlan main) throws InterruptedException {
        try {
            Target large = NestStarter.start(stage, main.with(Contestants.LARGE_NEST, LARGE_ROUTES))
                    .target();
            say("warming up " + large.name());
            contest.warmUp(large);
            return Optional.of(large);
        } catch (IOException e) {
            results.note("!! " + Contestants.LARGE_NEST + " IS MISSING: " + e.getMessage());
            return Optional.empty();
        }
    }

    private void strangers(List<Nest> nests) throws IOException, InterruptedException {
        for (Nest nest : nests) {
            for (StrangerManner manner : StrangerManner.values()) {
                say("sending strangers to " + nest.plan().name() + ": " + manner.title());
                results.add(StrangersRun.measure(nest, manner));
            }
        }
        report.strangers(results.strangers());
    }

    /** Tells a person who watches what happens. */
    static void say(String text) {
        System.out.println("bench: " + text);
    }
}
