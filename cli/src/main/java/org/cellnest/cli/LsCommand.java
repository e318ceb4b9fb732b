package org.cellnest.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Implements {@code nest ls}: lists the cells, gateways, routes or deployments of the nest. */
@Command(
        name = "ls",
        description = "Lists cells, gateways, routes or deployments; without an argument, an overview of all.",
        sortOptions = false)
final class LsCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            arity = "0..1",
            paramLabel = "KIND",
            description = "${COMPLETION-CANDIDATES}; without one, an overview.")
    private @Nullable Kind kind;

    @Option(
            names = {"-q", "--query"},
            paramLabel = "TEXT",
            description = "Only what holds every word of TEXT: ids, names, templates, labels.")
    private String query = "";

    @Option(names = "--deployment", paramLabel = "NAME", description = "Only what is of this deployment.")
    private String deployment = "";

    @Option(names = "--cell", paramLabel = "ID", description = "Only what is in this cell.")
    private String cell = "";

    @Option(
            names = "--sort",
            paramLabel = "ORDER",
            description = {
                "cells: id, rate, load, since; gateways: id, rate, since;",
                "routes: template, rate, p99; deployments: name, cells, routes."
            })
    private String sort = "";

    @Option(names = "--limit", paramLabel = "N", description = "At most N (default for routes: 100, else all).")
    private @Nullable Integer limit;

    @Option(names = "--all", description = "All, however many routes there are.")
    private boolean all;

    @Option(names = "--ids", description = "Only the ids, one on each line.")
    private boolean ids;

    LsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (limit != null && limit < 1) {
            throw NestException.usage("--limit " + limit + " (expected: 1 or more)");
        }
        if (limit != null && all) {
            throw NestException.usage("--limit and --all (expected: one of them)");
        }
        if (kind == null) {
            refuseOptionsOfKinds();
            new Overview(console).print();
            return ExitCode.OK;
        }
        Selection selection =
                new Selection(kind.listing(), query.trim(), deployment, cell, order(kind.listing()), most());
        selection.check();
        Lister.Result found = new Lister(console.router()).find(selection);
        show(kind.listing(), found);
        return ExitCode.OK;
    }

    private void show(Listing listing, Lister.Result found) {
        if (console.options().json()) {
            console.print(found.document(listing.field()));
        } else if (ids) {
            found.items().forEach(item -> console.print(Text.safe(listing.id(item))));
        } else {
            console.print(listing.table(
                    found.items(), console.cliEnvironment().clock().instant()));
            if (found.total() > found.items().size()) {
                console.note(found.items().size() + " of " + Numbers.count(found.total(), singular(listing))
                        + "; --limit N or --all shows more");
            }
        }
    }

    private static String singular(Listing listing) {
        return listing.field().substring(0, listing.field().length() - 1);
    }

    private String order(Listing listing) {
        if (sort.isEmpty()) {
            return listing.orders().get(0);
        }
        if (!listing.orders().contains(sort)) {
            throw NestException.usage("--sort " + sort + " (expected for " + listing.field() + ": "
                    + String.join(", ", listing.orders()) + ")");
        }
        return sort;
    }

    private int most() {
        if (limit != null) {
            return limit;
        }
        return kind == Kind.ROUTES && !all ? 100 : Integer.MAX_VALUE;
    }

    private void refuseOptionsOfKinds() {
        List<String> given = new ArrayList<>();
        if (!query.isEmpty()) {
            given.add("--query");
        }
        if (!deployment.isEmpty()) {
            given.add("--deployment");
        }
        if (!cell.isEmpty()) {
            given.add("--cell");
        }
        if (!sort.isEmpty()) {
            given.add("--sort");
        }
        if (limit != null) {
            given.add("--limit");
        }
        if (all) {
            given.add("--all");
        }
        if (ids) {
            given.add("--ids");
        }
        if (!given.isEmpty()) {
            throw NestException.usage(
                    String.join(", ", given) + " (expected: a kind before it, such as nest ls routes)");
        }
    }
}
