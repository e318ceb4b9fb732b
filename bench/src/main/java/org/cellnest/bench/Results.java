package org.cellnest.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects all results of a bench, and writes them as JSON. Filled and read by the bench's one thread. */
final class Results {
    private final BenchEnvironment benchEnvironment;
    private final int rounds;
    private final int seconds;
    private final List<String> notes = new ArrayList<>();
    private final List<Summary> summaries = new ArrayList<>();
    private final List<TransferSummary> transfers = new ArrayList<>();
    private final List<BesideSummary> beside = new ArrayList<>();
    private final List<NestFacts> nests = new ArrayList<>();
    private final List<StrangerMetrics> strangers = new ArrayList<>();
    private final Map<String, List<Long>> residentBytesByProcess = new LinkedHashMap<>();
    private final List<Long> startMs = new ArrayList<>();
    private long errors;

    Results(BenchEnvironment benchEnvironment, int rounds, int seconds) {
        this.benchEnvironment = benchEnvironment;
        this.rounds = rounds;
        this.seconds = seconds;
    }

    BenchEnvironment benchEnvironment() {
        return benchEnvironment;
    }

    int rounds() {
        return rounds;
    }

    int seconds() {
        return seconds;
    }

    /** Adds a note that a reader of the results must know. */
    void note(String note) {
        notes.add(note);
        System.out.println("note: " + note);
    }

    List<String> notes() {
        return notes;
    }

    /** Adds a measured nest; the first is the main one. */
    void add(NestFacts nest) {
        nests.add(nest);
    }

    List<NestFacts> nests() {
        return nests;
    }

    /** Returns the name of the nest that is compared with the peers; empty if no nest was measured. */
    String mainNest() {
        return nests.isEmpty() ? "" : nests.get(0).name();
    }

    void add(StrangerMetrics crowd) {
        strangers.add(crowd);
    }

    List<StrangerMetrics> strangers() {
        return strangers;
    }

    void add(List<Summary> found) {
        summaries.addAll(found);
        found.forEach(summary -> errors += summary.errors());
    }

    List<Summary> of(Workload workload) {
        return summaries.stream()
                .filter(summary -> summary.workload().equals(workload.id()))
                .toList();
    }

    Optional<Summary> of(Workload workload, String target) {
        return of(workload).stream()
                .filter(summary -> summary.target().equals(target))
                .findFirst();
    }

    void addTransfers(List<TransferSummary> found) {
        transfers.addAll(found);
    }

    Optional<TransferSummary> of(Transfer transfer, String target) {
        return transfers.stream()
                .filter(summary -> summary.transfer().equals(transfer.id())
                        && summary.target().equals(target))
                .findFirst();
    }

    /** Adds the results of small requests beside a load. */
    void addBeside(List<BesideSummary> found) {
        beside.addAll(found);
        found.forEach(summary -> errors += summary.errors());
    }

    Optional<BesideSummary> of(BesideLoad load, String target) {
        return beside.stream()
                .filter(summary ->
                        summary.load().equals(load.id()) && summary.target().equals(target))
                .findFirst();
    }

    /** Adds a sample of a process of the main nest during the long run. */
    void addResident(String process, long bytes) {
        residentBytesByProcess
                .computeIfAbsent(process, name -> new ArrayList<>())
                .add(bytes);
    }

    Map<String, List<Long>> residentBytesByProcess() {
        return residentBytesByProcess;
    }

    List<Long> startMs() {
        return startMs;
    }

    void addErrors(long more) {
        errors += more;
    }

    /** Returns the number of failed requests, of all targets and runs. */
    long errors() {
        return errors;
    }

    /** Writes all results as JSON. */
    void write(Path file) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("surroundings", benchEnvironment);
        all.put("rounds", rounds);
        all.put("secondsPerRound", seconds);
        all.put("errors", errors);
        all.put("notes", notes);
        all.put("nests", nests);
        all.put("summaries", summaries);
        all.put("transfers", transfers);
        all.put("beside", beside);
        all.put("residentBytesByProcess", residentBytesByProcess);
        all.put("strangers", strangers);
        all.put("startMs", startMs);
        all.put("goals", Goals.of(this));
        Files.createDirectories(file.toAbsolutePath().getParent());
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), all);
    }
}
