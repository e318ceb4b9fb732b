package org.cellnest.bench.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** Spring Cloud Gateway as it comes; its one route and its port are arguments. */
@EnableAutoConfiguration
public class SpringCloudGatewayPeer {
    public static void main(String[] args) {
        SpringApplication.run(SpringCloudGatewayPeer.class, args);
    }
}
