package org.cellnest.integration.dashboard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Takes pictures of the dashboard of a router that runs: {@code ScreenshotsMain URL FOLDER [PLACE...]}, where a place is what
 * stands after {@code #/}, such as {@code routes}. Each comes light, dark and narrow.
 */
public final class ScreenshotsMain {
    private static final List<String> PLACES =
            List.of("nest", "cells", "gateways", "deployments", "routes", "charts", "events", "try", "explain");
    private static final int WIDE = 1366;
    private static final int NARROW = 360;

    private ScreenshotsMain() {}

    public static void main(String[] arguments) throws IOException {
        String url = arguments[0];
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        List<String> places = arguments.length > 2 ? List.of(arguments).subList(2, arguments.length) : PLACES;
        Path profile = Files.createTempDirectory("cellnest-browser");
        try (Browser browser = Browser.start(profile)) {
            for (String place : places) {
                String name = place.replaceAll("[^a-z0-9]+", "-");
                take(browser, url, place, WIDE, "light", folder.resolve(name + "-light.png"));
                take(browser, url, place, WIDE, "dark", folder.resolve(name + "-dark.png"));
                take(browser, url, place, NARROW, "light", folder.resolve(name + "-narrow.png"));
            }
            browser.complaints().forEach(System.out::println);
        } finally {
            delete(profile);
        }
    }

    private static void take(Browser browser, String url, String place, int width, String colours, Path file)
            throws IOException {
        browser.size(width, 900);
        browser.prefer("prefers-color-scheme", colours);
        browser.open("about:blank");
        browser.open(url + "/#/" + place);
        browser.see("main h1");
        browser.see("#link-state", "live");
        browser.await(
                "what the router says", () -> !browser.see("main").getText().contains("Asking the router"));
        if (place.equals("charts")) {
            browser.see(".plot canvas");
        }
        long height = (Long) browser.ask("Math.min(4000, document.documentElement.scrollHeight)");
        browser.size(width, (int) Math.max(height, 900));
        browser.await(
                "a picture of that size",
                () -> browser.ask("innerHeight >= arguments[0]", height).equals(true));
        Files.write(file, browser.picture());
        System.out.println(file);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
