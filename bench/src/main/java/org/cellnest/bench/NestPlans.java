package org.cellnest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Turns {@code --nests} and {@code --against} into plans. */
final class NestPlans {
    private static final int ROUTES = 10;

    /** The files that a checkout needs to start a nest. */
    private static final List<String> NEEDED = List.of(
            "scripts/router",
            "scripts/gateway",
            "scripts/cell",
            "router/target/router.jar",
            "gateway/target/gateway.jar",
            "cell-runtime/target/cell-runtime.jar");

    /** A class that checkouts with bodies of any size have. */
    private static final String BULK_API = "cell-api/target/classes/org/cellnest/cell/Writing.class";

    private final Stage stage;

    NestPlans(Stage stage) {
        this.stage = stage;
    }

    /**
     * Plans the nests of this checkout, then those of others, which are named by their labels.
     *
     * @param bulk whether the cells of checkouts that know large bodies have handlers of them
     */
    List<NestPlan> of(Collection<NestKind> kinds, Map<String, Path> checkoutsByLabel, boolean bulk)
            throws IOException, InterruptedException {
        List<NestPlan> plans = new ArrayList<>();
        for (NestKind kind : kinds) {
            plans.add(kind == NestKind.CURVE ? curve(bulk) : alike(kind.title(), stage.root(), bulk, kind.settings()));
        }
        checkoutsByLabel.forEach((label, checkout) -> plans.add(alike(
                label,
                checkout.toAbsolutePath().normalize(),
                bulk && Files.isRegularFile(checkout.resolve(BULK_API)),
                List.of())));
        return plans;
    }

    private static NestPlan alike(String name, Path checkout, boolean bulk, List<String> settings) {
        return NestPlan.alike(name, checkout, ROUTES, bulk, settings);
    }

    private NestPlan curve(boolean bulk) throws IOException, InterruptedException {
        CurveKeys keys = CurveKeys.make(stage.folder("keys"), new JdkKeyMaker());
        return new NestPlan(
                NestKind.CURVE.title(),
                stage.root(),
                ROUTES,
                bulk,
                "CURVE",
                join(NestKind.CURVE.settings(), keys.routerSettings()),
                join(NestKind.CURVE.settings(), keys.gatewaySettings()),
                join(NestKind.CURVE.settings(), keys.cellSettings()));
    }

    private static List<String> join(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    /** Returns the reasons against measuring a checkout under a label, a line for each. */
    static List<String> problems(Map<String, Path> checkoutsByLabel) {
        List<String> problems = new ArrayList<>();
        checkoutsByLabel.forEach((label, checkout) -> {
            String option = "--against " + label + "=" + checkout + ": ";
            if (!label.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,15}") || Contestants.isTaken(label)) {
                problems.add(
                        option + label + " cannot be the label (expected: 1 to 16 of A-Z a-z 0-9 . _ -, the first a"
                                + " letter or digit, and no name of another contestant)");
            }
            NEEDED.stream()
                    .filter(file -> !Files.isRegularFile(checkout.resolve(file)))
                    .findFirst()
                    .ifPresent(file -> problems.add(option + "no " + file + " (expected: a checkout that is built)"));
        });
        return problems;
    }
}
