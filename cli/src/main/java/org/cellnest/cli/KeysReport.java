package org.cellnest.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cellnest.transport.jeromq.AllowList;
import org.cellnest.transport.jeromq.CurveKey;
import org.jspecify.annotations.Nullable;

/**
 * A report on a key pair: its file, and the lines by which other processes know the public key. Never shows the secret
 * key.
 *
 * @param allowList the list that the key was added to, or null if the user must add it
 * @param existing whether the pair existed before
 */
record KeysReport(
        Console console,
        Peer peer,
        String name,
        CurveKey key,
        Path file,
        @Nullable Path allowList,
        boolean existing) {

    void print() {
        if (console.options().json()) {
            console.print(document());
            return;
        }
        String whose = name.equals(peer.toString()) ? "the " + name : peer + " " + name;
        console.print(Text.safe((existing ? "Key pair of " : "Made the key pair of ") + whose + ": " + shown(file)
                + (existing ? "" : " (mode 0600; keep it on that machine)")));
        console.print("Public key: " + key);
        section("Settings of the " + peer + ":", ownSettings());
        if (peer == Peer.ROUTER) {
            section("Settings of each gateway and cell:", settingsOfOthers());
        } else if (allowList == null) {
            section("Line for the router's list of " + peer + "s, " + peer.listSetting() + ":", List.of(line()));
        } else {
            console.print("");
            console.print(Text.safe("Added to " + shown(allowList) + ", for " + peer.listSetting() + ":"));
            console.print("  " + line());
        }
    }

    private void section(String title, List<String> lines) {
        console.print("");
        console.print(title);
        lines.forEach(line -> console.print("  " + Text.safe(line)));
    }

    private List<String> ownSettings() {
        List<String> settings = new ArrayList<>();
        settings.add("nest.security = curve");
        settings.add(peer + ".curve.key-file = " + quoted(shown(file)));
        if (peer == Peer.ROUTER) {
            for (Peer client : List.of(Peer.GATEWAY, Peer.CELL)) {
                settings.add(client.listSetting() + " = " + quoted(client.usualList()));
            }
        } else {
            settings.add(peer + ".curve.router-key = \"...\"   (nest keys router --show has it)");
        }
        return settings;
    }

    private List<String> settingsOfOthers() {
        return List.of(
                "nest.security = curve",
                Peer.GATEWAY + ".curve.router-key = " + quoted(key.toString()),
                Peer.CELL + ".curve.router-key = " + quoted(key.toString()));
    }

    private String line() {
        return AllowList.line(key, name);
    }

    private ObjectNode document() {
        ObjectNode document = Json.MAPPER.createObjectNode();
        document.put("kind", peer.toString());
        document.put("name", name);
        document.put("file", file.toString());
        document.put("publicKey", key.toString());
        if (peer != Peer.ROUTER) {
            document.put("line", line());
            document.put("addedTo", allowList == null ? null : allowList.toString());
        }
        return document;
    }

    /**
     * Returns a path as written in a settings file: relative to the folder above {@code conf}, if the path is below
     * that folder.
     */
    private String shown(Path path) {
        Path home = console.cliEnvironment().home();
        return (path.startsWith(home) ? home.relativize(path) : path).toString();
    }

    /** Returns a quoted text; HOCON quotes as JSON does. */
    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }
}
