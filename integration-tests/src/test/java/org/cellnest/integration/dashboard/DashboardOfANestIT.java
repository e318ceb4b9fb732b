package org.cellnest.integration.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cellnest.integration.harness.Await;
import org.cellnest.integration.harness.HttpConnection;
import org.cellnest.integration.harness.NestInOneJvm;
import org.cellnest.integration.harness.Project;
import org.cellnest.integration.harness.Ready;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The dashboard of a true nest with the demo cell: that what it asks for is what a router answers. */
class DashboardOfANestIT {
    @TempDir
    private Path folder;

    @TempDir
    private Path profile;

    @Test
    void showsAndSteersANest() throws Exception {
        try (Browser browser = Browser.start(profile);
                NestInOneJvm nest = NestInOneJvm.in(folder)) {
            Files.copy(
                    Project.root().resolve("cells-demo/target/cells-demo.jar"),
                    nest.cells().resolve("cells-demo.jar"));
            Ready router = nest.router();
            Ready gateway = nest.gateway(router);
            nest.cell(router);
            int port = gateway.port("http");
            Await.until(
                    "the demo answers",
                    () -> HttpConnection.get(port, "/api/hello/billy").status() == 200);
            String page = "http://127.0.0.1:" + router.port("ops");

            browser.open(page);
            browser.see("a[data-cell='cell-1']", "demo");
            browser.see("a[data-cell='cell-1']", "serving");
            browser.see(".card", "http://127.0.0.1:" + port);
            browser.see(".events", "cell-joined");

            browser.open(page + "/#/routes");
            browser.see("main [data-search]").sendKeys("get api hello");
            browser.await("what is found", () -> browser.count("main tbody tr") == 1);
            browser.click("main tbody a.route-link");
            browser.see("input[name='path.name']").sendKeys("billy the kid");
            browser.click("main .try button", "Send");
            browser.see(".result .status", "200");
            browser.see(".result pre", "hello! My name is billy the kid");

            browser.open(page + "/#/explain");
            browser.see("input[aria-label=Path]").sendKeys("/api/orders/x", Keys.ENTER);
            browser.see("[data-outcome=not-found]");
            browser.open(page + "/#/explain?method=GET&path=/api/orders/7");
            browser.see("[data-outcome=match]");
            browser.see("main", "← this one");

            browser.open(page + "/#/cells/cell-1");
            browser.see("main", "cells-demo.jar");
            browser.see("h1 + .chip[data-state=serving]");
            browser.click("[data-action=drain]");
            browser.see("dialog[open]", "cell-1 is the last that serves");
            browser.click("dialog[open] button.danger");
            browser.see("h1 + .chip[data-state=drained]");
            browser.see("[data-action=drain][aria-disabled=true]");
            browser.click("[data-action=resume]");
            browser.see("h1 + .chip[data-state=serving]");
            browser.see(".events", "cell-resumed");
            browser.click("[data-action=kick]");
            browser.click("dialog[open] button.danger");
            browser.see("h1 + .chip[data-state=kicked]");
            browser.click("[data-action=resume]");
            browser.see("h1 + .chip[data-state=serving]");

            for (String place : List.of("cells", "gateways", "deployments", "deployments/demo", "charts")) {
                browser.open(page + "/#/" + place);
                browser.await("what it shows", () -> browser.count("main table, main .facts, main .plot canvas") > 0);
            }
            assertEquals(List.of(), browser.complaints(), "what the browser's console says");
        }
    }
}
