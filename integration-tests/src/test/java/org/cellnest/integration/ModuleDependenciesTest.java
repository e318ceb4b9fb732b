package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.cellnest.integration.harness.Project;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A reference that points the wrong way fails the build. */
class ModuleDependenciesTest {
    private static final Map<NestModule, List<JavaClass>> CLASSES_BY_MODULE = new EnumMap<>(NestModule.class);
    private static final Map<String, NestModule> MODULES_BY_CLASS = new HashMap<>();

    @BeforeAll
    static void readAllClasses() {
        for (NestModule module : NestModule.values()) {
            Path classes = Project.root().resolve(module.folder).resolve("target/classes");
            List<JavaClass> imported = new ArrayList<>(new ClassFileImporter().importPath(classes));
            CLASSES_BY_MODULE.put(module, imported);
            imported.forEach(type -> MODULES_BY_CLASS.put(type.getName(), module));
        }
    }

    @ParameterizedTest
    @EnumSource
    void hasClassesToJudge(NestModule module) {
        assertFalse(classes(module).isEmpty(), () -> "no classes in " + module.folder);
    }

    @ParameterizedTest
    @EnumSource
    void dependsOnlyOnWhatTheDesignSays(NestModule module) {
        Set<String> wrong = references(module, (from, to) -> {
            NestModule other = MODULES_BY_CLASS.get(to);
            return to.startsWith("org.cellnest.")
                    && other != null
                    && other != module
                    && !module.mayDependOn().contains(other);
        });
        assertEquals(Set.of(), wrong, () -> module.folder + " may depend on " + module.mayDependOn());
    }

    /** Its inner classes are used, so that a new version of it must be met in one place. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TRANSPORT_JEROMQ")
    void leavesJeroMqToItsTransport(NestModule module) {
        assertEquals(Set.of(), references(module, (from, to) -> isUnder(to, "org.zeromq", "zmq")));
    }

    @Test
    void leavesCellAuthorsWithTheJdkAlone() {
        Set<String> wrong = references(NestModule.CELL_API, (from, to) -> !isUnder(to, "java", "org.cellnest.cell"));
        assertEquals(Set.of(), wrong);
    }

    /** Whatever their tests are written with, the module has no say in it. */
    @Test
    void leavesTheTestFrameworkToCellAuthors() {
        Set<String> wrong =
                references(NestModule.CELL_TEST, (from, to) -> !isUnder(to, "java", "org.cellnest", "org.jspecify"));
        assertEquals(Set.of(), wrong);
    }

    /** Their class path has it without the modules of processes, so nothing that it uses may need those. */
    @Test
    void letsCellsBeDeployedAndRunWithoutAProcess() {
        Set<String> wrong = references(
                NestModule.CELL_RUNTIME,
                (from, to) -> isUnder(from, "org.cellnest.runtime.deploy", "org.cellnest.runtime.handler")
                        && isUnder(
                                to, "org.cellnest.process", "org.cellnest.telemetry", "org.cellnest.transport.jeromq"));
        assertEquals(Set.of(), wrong);
    }

    @Test
    void buildsTheDemoFromWhatAnyUserHas() {
        Set<String> wrong = references(
                NestModule.CELLS_DEMO, (from, to) -> !isUnder(to, "java") && !to.startsWith("org.cellnest."));
        assertEquals(Set.of(), wrong);
    }

    @Test
    void keepsTheProtocolFreeOfServersAndSockets() {
        Set<String> wrong = references(
                NestModule.PROTOCOL,
                (from, to) -> isUnder(from, "org.cellnest.protocol", "org.cellnest.route", "org.cellnest.http")
                        && (isUnder(to, "io.undertow", "org.xnio", "com.typesafe", "picocli", "java.net")
                                || isUnder(to, "org.cellnest.transport")));
        assertEquals(Set.of(), wrong);
    }

    @Test
    void leavesUndertowToTheGatewayAndTheOpsPort() {
        for (NestModule module : NestModule.values()) {
            Set<String> wrong = references(
                    module,
                    (from, to) -> isUnder(to, "io.undertow", "org.xnio")
                            && !isUnder(from, "org.cellnest.gateway", "org.cellnest.process.ops"));
            assertEquals(Set.of(), wrong, module.folder);
        }
    }

    /** The broker decides on an operator's command; the control plane makes the answer by HTTP. */
    @Test
    void keepsTheBrokerFreeOfTheOpsPort() {
        Set<String> wrong = references(
                NestModule.ROUTER,
                (from, to) -> isUnder(from, "org.cellnest.router.broker", "org.cellnest.router.snapshot")
                        && isUnder(to, "org.cellnest.process.ops"));
        assertEquals(Set.of(), wrong);
    }

    /**
     * Covers everything that the broker's decisions can reach, in the router and in telemetry, so that they can be simulated.
     * The OTLP tracer alone reads a clock, and the broker knows it by the interfaces.
     */
    @Test
    void keepsTheBrokerFreeOfThreadsSocketsAndTheClock() {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass type : reachableFrom("org.cellnest.router.broker.Broker")) {
            type.getDirectDependenciesFromSelf().forEach(dependency -> {
                String to = dependency.getTargetClass().getBaseComponentType().getName();
                if (to.equals("java.lang.Thread")
                        || isUnder(to, "java.net", "java.nio.channels", "java.util.concurrent", "org.zeromq", "zmq")
                        || isUnder(to, "org.cellnest.transport", "org.cellnest.process")) {
                    if (!isHarmless(to)) {
                        wrong.add(type.getName() + " -> " + to);
                    }
                }
            });
            type.getMethodCallsFromSelf().forEach(call -> {
                String owner = call.getTargetOwner().getName();
                if (isClock(owner, call.getName())) {
                    wrong.add(type.getName() + " -> " + owner + "." + call.getName());
                }
            });
        }
        assertEquals(Set.of(), wrong);
    }

    private static boolean isHarmless(String type) {
        return Set.of("java.util.concurrent.TimeUnit", "org.cellnest.transport.SendResult")
                .contains(type);
    }

    private static boolean isClock(String owner, String method) {
        if (owner.equals("java.lang.System")) {
            return Set.of("nanoTime", "currentTimeMillis").contains(method);
        }
        return owner.startsWith("java.time.") && method.equals("now");
    }

    private static List<JavaClass> reachableFrom(String name) {
        Map<String, JavaClass> classesByName = new HashMap<>();
        Stream.of(NestModule.ROUTER, NestModule.TELEMETRY)
                .forEach(module -> classes(module).forEach(type -> classesByName.put(type.getName(), type)));
        Set<String> seen = new LinkedHashSet<>();
        Deque<String> toSee = new ArrayDeque<>(List.of(name));
        List<JavaClass> reached = new ArrayList<>();
        while (!toSee.isEmpty()) {
            String next = toSee.pop();
            JavaClass type = classesByName.get(next);
            if (type != null && seen.add(next)) {
                reached.add(type);
                type.getDirectDependenciesFromSelf()
                        .forEach(dependency -> toSee.push(dependency
                                .getTargetClass()
                                .getBaseComponentType()
                                .getName()));
            }
        }
        assertFalse(reached.isEmpty(), () -> "no class " + name);
        return reached;
    }

    private interface Rule {
        boolean isBroken(String from, String to);
    }

    private static Set<String> references(NestModule module, Rule rule) {
        Set<String> broken = new TreeSet<>();
        for (JavaClass type : classes(module)) {
            type.getDirectDependenciesFromSelf().forEach(dependency -> {
                String to = dependency.getTargetClass().getBaseComponentType().getName();
                if (to.indexOf('.') >= 0 && rule.isBroken(type.getName(), to)) {
                    broken.add(dependency.getDescription());
                }
            });
        }
        return broken;
    }

    private static List<JavaClass> classes(NestModule module) {
        return CLASSES_BY_MODULE.getOrDefault(module, List.of());
    }

    private static boolean isUnder(String type, String... packages) {
        Predicate<String> holds = name -> type.startsWith(name + ".");
        return Stream.of(packages).anyMatch(holds);
    }
}
