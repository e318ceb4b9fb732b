package org.cellnest.cli;

/** Contains documents as a router writes them. */
final class Samples {
    static final String NEST = """
            {"router":{"id":"r-1","incarnation":"i1","version":"0.1.0","startedAt":"2026-11-25T13:00:00.000Z",
             "ready":true,"draining":false,"front":"tcp://127.0.0.1:9021","back":"tcp://127.0.0.1:9022"},
             "cells":2,"gateways":1,"routes":3,"deployments":2,"inFlight":5,"parked":1,"parkedBytes":1536,
             "rates":{"requestsPerSecond":871.2,"errorsPerSecond":0.25,"p50Ms":0.84,"p99Ms":12.31,"windowMs":5003},"counters":{}}""";

    static final String CELL_A = """
            {"id":"cell-a","incarnation":"a1","session":"7","state":"serving","since":"2026-11-25T14:00:00.000Z",
             "address":"127.0.0.1:5001","labels":{"zone":"a"},"weight":100,"concurrency":256,"inFlight":3,"running":3,
             "waiting":0,"oldestMs":12,"lastHeardMs":312,"routes":3,
             "deployments":[{"name":"orders","version":"1.2","routes":2,"accepted":true},
                            {"name":"demo","version":"","routes":1,"accepted":false}],
             "rates":{"requestsPerSecond":12.5},"requests":100}""";

    static final String CELL_B = """
            {"id":"cell-b","incarnation":"b1","session":"8","state":"drained","since":"2026-11-25T15:59:30.000Z",
             "address":"127.0.0.1:5002","labels":{},"weight":100,"concurrency":8,"inFlight":2,"running":2,
             "waiting":1,"oldestMs":3,"lastHeardMs":40,"routes":1,
             "deployments":[{"name":"demo","version":"","routes":1,"accepted":true}],
             "rates":{"requestsPerSecond":120.0},"requests":9}""";

    static final String CELLS = "{\"cells\":[" + CELL_B + "," + CELL_A + "]}";

    static final String GATEWAYS = """
            {"gateways":[{"id":"gw-1","incarnation":"g1","session":"3","since":"2026-11-25T14:00:00.000Z",
             "address":"127.0.0.1:6001","http":"http://127.0.0.1:8888","version":"0.1.0","lanes":3,"outstanding":4,
             "maxOutstanding":16384,"lastHeardMs":100,"draining":false,"counters":{},
             "rates":{"requestsPerSecond":132.5}}]}""";

    static final String ROUTE = """
            {"id":7,"method":"GET","template":"/orders/{id}","deployment":"orders","cells":["cell-a"],"cellCount":1,
             "parked":0,"timeoutMs":30000,"idempotent":null,"inner":false,"description":"One order.",
             "requests":{"2xx":90,"4xx":10},"rates":{"requestsPerSecond":12.5,"errorsPerSecond":0.5},"meanMs":1.25,
             "p99Ms":4.5,"since":"2026-11-25T14:00:00.000Z"}""";

    static final String ROUTES = "{\"routes\":[" + ROUTE + "],\"total\":3,\"next\":null}";

    static final String DEPLOYMENTS = """
            {"deployments":[{"name":"orders","versions":["1.2"],"cells":[{"cell":"cell-a","version":"1.2","accepted":true,
              "reason":null,"routes":2}],"routes":2},
             {"name":"demo","versions":[""],"cells":[{"cell":"cell-a","accepted":false,"code":"route-taken",
              "reason":"GET /hello is held by orders","routes":0},{"cell":"cell-b","accepted":true,"routes":1}],
              "routes":1}]}""";

    static final String SERIES = """
            {"stepMs":5000,"from":"2026-11-25T15:45:00.000Z","requests":[0,50,100,871.2],"errors":[0,0,0,0.25],
             "p50Ms":[null,0.5,0.6,0.84],"p90Ms":[null,1,1,2],"p99Ms":[null,4,8,12.31],"inFlight":[0,1,2,5],
             "parked":[0,0,0,1]}""";

    private Samples() {}

    static FakeRouter nest(FakeRouter router) {
        return router.json("GET /v1/nest", NEST)
                .json("GET /v1/cells", CELLS)
                .json("GET /v1/gateways", GATEWAYS)
                .json("GET /v1/routes", ROUTES)
                .json("GET /v1/deployments", DEPLOYMENTS)
                .json("GET /v1/series", SERIES);
    }

    static String event(long id, String type, String message) {
        return "{\"id\":" + id + ",\"at\":\"2026-11-25T16:00:0" + id % 10 + ".123Z\",\"type\":\"" + type
                + "\",\"message\":\"" + message + "\"}";
    }
}
