package org.cellnest.process.settings;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Generates ids for processes without a configured one: {@code HOST-xxxxxx}, with six random hexadecimal digits. */
final class ProcessIds {
    static final int MAX_LENGTH = 64;

    private static final Path KERNEL_HOSTNAME = Path.of("/proc/sys/kernel/hostname");

    private ProcessIds() {}

    static String next(Random random) {
        return String.format("%s-%06x", Host.NAME, random.nextInt(1 << 24));
    }

    /** Holds the name of the host, so that it is looked up once, and only if needed. */
    private static final class Host {
        static final String NAME = tidy(lookUp());

        private static String lookUp() {
            try {
                // Asking the system first: a name service may take seconds.
                if (Files.isReadable(KERNEL_HOSTNAME)) {
                    return Files.readString(KERNEL_HOSTNAME).trim();
                }
                return InetAddress.getLocalHost().getHostName();
            } catch (IOException e) {
                return "host";
            }
        }
    }

    private static String tidy(String host) {
        int dot = host.indexOf('.');
        String first = (dot > 0 ? host.substring(0, dot) : host).replaceAll("[^A-Za-z0-9_-]", "");
        String named = first.isEmpty() ? "host" : first;
        return named.substring(0, Math.min(named.length(), MAX_LENGTH - 7));
    }
}
