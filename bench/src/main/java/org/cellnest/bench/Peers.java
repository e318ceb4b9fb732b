package org.cellnest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.cellnest.bench.peer.UndertowPeer;

/**
 * Starts the alternatives to a nest, each tuned for speed as its makers advise: kept-alive upstreams, no access log.
 */
final class Peers {
    /** The location of the Spring peer once it is built. */
    static final String SPRING = "bench/peers/spring-cloud-gateway/target";

    /** The gateway's options in {@code scripts/lib.sh}, so that neither has the better collector. */
    private static final List<String> GATEWAY_MEMORY = List.of("-Xms96m", "-Xmn64m", "-XX:+UseParallelGC");

    private final Stage stage;

    Peers(Stage stage) {
        this.stage = stage;
    }

    /** Starts the server behind all other peers. */
    Target undertow() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Stage.java()));
        command.addAll(GATEWAY_MEMORY);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), UndertowPeer.class.getName()));
        BenchProcess process = stage.start("undertow", command);
        int port = Integer.parseInt(
                process.awaitOutput(Pattern.compile("ready (\\d+)\\n")).group(1));
        return new Target(Contestants.UNDERTOW, port, List.of(process));
    }

    /**
     * Starts nginx.
     *
     * @param workers the value of {@code worker_processes}
     */
    Target nginx(Path program, String workers, Target upstream) throws IOException {
        return nginx(Contestants.NGINX, program, workers, "", upstream);
    }

    /**
     * Starts nginx with {@code proxy_request_buffering off}, without which it has a whole body before it passes it on.
     *
     * @param workers the value of {@code worker_processes}
     */
    Target nginxStream(Path program, String workers, Target upstream) throws IOException {
        return nginx(Contestants.NGINX_STREAM, program, workers, "proxy_request_buffering off;", upstream);
    }

    private Target nginx(String name, Path program, String workers, String more, Target upstream) throws IOException {
        int port = Stage.freePort();
        Path folder = stage.folder(name + "-" + workers);
        // Started as root, it would give its workers to a user who may not read the folder.
        String user = System.getProperty("user.name").equals("root") ? "user root;" : "";
        Path config = Files.writeString(folder.resolve("nginx.conf"), """
                %s
                daemon off;
                worker_processes %s;
                pid %s/pid;
                error_log stderr crit;
                events { worker_connections 8192; }
                http {
                    access_log off;
                    keepalive_requests 1000000000;
                    client_body_buffer_size 64k;
                    client_max_body_size 0;
                    client_body_temp_path %s/body;
                    proxy_temp_path %s/proxy;
                    fastcgi_temp_path %s/fastcgi;
                    uwsgi_temp_path %s/uwsgi;
                    scgi_temp_path %s/scgi;
                    proxy_buffers 16 16k;
                    proxy_buffer_size 16k;
                    upstream app {
                        server 127.0.0.1:%d;
                        keepalive 512;
                        keepalive_requests 1000000000;
                    }
                    server {
                        listen 127.0.0.1:%d backlog=1024;
                        location / {
                            proxy_pass http://app;
                            proxy_http_version 1.1;
                            proxy_set_header Connection "";
                            %s
                        }
                    }
                }
                """.formatted(
                        user, workers, folder, folder, folder, folder, folder, folder, upstream.port(), port, more));
        BenchProcess process = stage.start(
                name, List.of(program.toString(), "-e", "stderr", "-p", folder.toString(), "-c", config.toString()));
        return new Target(name, port, List.of(process, upstream.processes().get(0)));
    }

    /**
     * Starts HAProxy.
     *
     * @param threads 0 for the number that HAProxy chooses
     */
    Target haproxy(Path program, int threads, Target upstream) throws IOException {
        int port = Stage.freePort();
        Path config = Files.writeString(stage.folder("haproxy-" + threads).resolve("haproxy.cfg"), """
                global
                    maxconn 8192
                    %s
                defaults
                    mode http
                    timeout connect 5s
                    timeout client 60s
                    timeout server 60s
                    option http-keep-alive
                    http-reuse always
                frontend front
                    bind 127.0.0.1:%d backlog 1024
                    default_backend app
                backend app
                    server app 127.0.0.1:%d pool-max-conn 512
                """.formatted(
                        threads == 0 ? "" : "nbthread " + threads, port, upstream.port()));
        BenchProcess process = stage.start("haproxy", List.of(program.toString(), "-db", "-f", config.toString()));
        return new Target(
                Contestants.HAPROXY, port, List.of(process, upstream.processes().get(0)));
    }

    boolean hasSpring() {
        return Files.exists(stage.root().resolve(SPRING).resolve("spring-cloud-gateway-peer.jar"))
                && Files.isDirectory(stage.root().resolve(SPRING).resolve("lib"));
    }

    Target spring(Target upstream) throws IOException {
        int port = Stage.freePort();
        Path target = stage.root().resolve(SPRING);
        String route = "--spring.cloud.gateway.server.webflux.routes[0].";
        BenchProcess process = stage.start(
                "spring",
                List.of(
                        Stage.java(),
                        "-cp",
                        target.resolve("spring-cloud-gateway-peer.jar") + ":" + target + "/lib/*",
                        "org.cellnest.bench.spring.SpringCloudGatewayPeer",
                        "--server.address=127.0.0.1",
                        "--server.port=" + port,
                        "--spring.main.banner-mode=off",
                        "--logging.level.root=warn",
                        route + "id=app",
                        route + "uri=http://127.0.0.1:" + upstream.port(),
                        route + "predicates[0]=Path=/**"));
        return new Target(
                Contestants.SPRING, port, List.of(process, upstream.processes().get(0)));
    }
}
