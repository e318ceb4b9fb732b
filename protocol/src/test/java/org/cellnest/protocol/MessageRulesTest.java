package org.cellnest.protocol;

import static org.cellnest.protocol.RawRecords.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers may write as JSON, and what not. */
class MessageRulesTest {
    private static final String NONCE = "A".repeat(43) + "=";

    @Test
    void takesTheLeastARegistrationCanSay() throws ProtocolException {
        assertEquals(
                Register.of(PeerKind.CELL, "c", "i").concurrency(8).build(),
                decode(MessageType.REGISTER, register("")));
    }

    @Test
    void readsNullAsAbsent() throws ProtocolException {
        assertEquals(
                decode(MessageType.REGISTER, register("")),
                decode(
                        MessageType.REGISTER,
                        register(",'weight':null,'labels':null,'deployments':null,'routesPages':null,'key':null")));
    }

    @Test
    void ignoresMembersThatItDoesNotKnow() throws ProtocolException {
        assertEquals(
                decode(MessageType.REGISTER, register("")),
                decode(MessageType.REGISTER, register(",'zone':{'a':[1,{'b':2}]},'x':1e9")));
    }

    @Test
    void takesTheLeastARouteCanSay() throws ProtocolException {
        assertEquals(
                new Routes(1, 1, List.of(new RouteInfo("d", 1, "/a", List.of("GET"), 0, null, false, "", List.of()))),
                decode(
                        MessageType.ROUTES,
                        "{'revision':1,'page':1,'routes':[{'deployment':'d','number':1,'template':'/a','methods':['GET']}]}"));
    }

    @Test
    void takesTheLeastOtherMessagesCanSay() throws ProtocolException {
        assertEquals(
                new Welcome("s", 1, false, 0, List.of()), decode(MessageType.WELCOME, "{'session':'s','revision':1}"));
        assertEquals(new Reject("busy", ""), decode(MessageType.REJECT, "{'code':'busy','reason':''}"));
        assertEquals(new Join("s", 1, null), decode(MessageType.JOIN, "{'session':'s','lane':1}"));
        assertEquals(
                DeploymentVerdict.accepted("d"),
                ((Welcome) decode(
                                MessageType.WELCOME,
                                "{'session':'s','revision':1,'deployments':[{'name':'d','accepted':true}]}"))
                        .deployments()
                        .get(0));
    }

    @ParameterizedTest
    @EnumSource(names = {"HELLO", "REGISTER", "WELCOME", "REJECT", "ROUTES", "JOIN"})
    void refusesWhatIsNotAnObjectOrSaysNothing(MessageType type) {
        for (String text :
                List.of("", " ", "null", "[]", "1", "'x'", "{", "{'id':''}", "{}{}", "{'a':1,'a':2}", "\u0000")) {
            ProtocolException e = assertThrows(ProtocolException.class, () -> decode(type, text), text);
            assertTrue(String.valueOf(e.getMessage()).length() < 600, e.getMessage());
        }
        assertEquals("revision 0 (expected: 1 to 9223372036854775807)", refused(MessageType.ROUTES, "{}"));
    }

    @Test
    void namesTheMemberThatIsMissing() {
        assertEquals(
                "kind missing (expected: a value)",
                refused(MessageType.REGISTER, "{'id':'c','incarnation':'i','revision':1,'concurrency':1}"));
        assertEquals(
                "id missing (expected: 1 to 128 characters)",
                refused(MessageType.REGISTER, "{'kind':'cell','incarnation':'i','revision':1,'concurrency':1}"));
        assertTrue(refused(MessageType.REGISTER, "{'kind':'cell','id':'c','incarnation':'i','revision':1}")
                .contains("'concurrency'"));
        assertEquals("reason missing (expected: a value)", refused(MessageType.REJECT, "{'code':'busy'}"));
        assertEquals("code missing (expected: 1 to 128 characters)", refused(MessageType.REJECT, "{'reason':''}"));
        assertEquals("session missing (expected: 1 to 128 characters)", refused(MessageType.JOIN, "{'lane':1}"));
        assertEquals(
                "deployment missing (expected: 1 to 128 characters)",
                refused(MessageType.ROUTES, route("'number':1,'template':'/','methods':['GET']")));
        assertEquals(
                "template missing (expected: a value)",
                refused(MessageType.ROUTES, route("'deployment':'d','number':1,'methods':['GET']")));
        assertEquals(
                "number of methods 0 (expected: 1 to 16)",
                refused(MessageType.ROUTES, route("'deployment':'d','number':1,'template':'/'")));
        assertEquals(
                "route number 0 (expected: 1 to 2147483647)",
                refused(MessageType.ROUTES, route("'deployment':'d','template':'/','methods':['GET']")));
        assertEquals(
                "deployment name missing (expected: 1 to 128 characters)",
                refused(MessageType.REGISTER, register(",'deployments':[{}]")));
        assertEquals(
                "deployment name missing (expected: 1 to 128 characters)",
                refused(MessageType.WELCOME, "{'session':'s','revision':1,'deployments':[{'accepted':true}]}"));
        assertEquals("limits missing (expected: a value)", refused(MessageType.HELLO, hello("")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",'labels':{'a':null}",
                ",'labels':[]",
                ",'labels':{'a':{}}",
                ",'labels':{'a':1}",
                ",'labels':{'':'x'}",
                ",'labels':{'a\\u0000':'x'}",
                ",'deployments':[null]",
                ",'deployments':{}",
                ",'deployments':['d']",
                ",'deployments':[{'name':null}]",
                ",'deployments':[{'name':''}]",
                ",'deployments':[{'name':'a\\n'}]",
                ",'deployments':[{'name':'d'},{'name':'d'}]",
                ",'deployments':[{'name':'d','meta':{'a':null}}]",
                ",'weight':1001",
                ",'weight':-1",
                ",'weight':'1'",
                ",'weight':1.5",
                ",'weight':true",
                ",'weight':2147483648",
                ",'weight':99999999999999999999999999",
                ",'routesPages':257",
                ",'routesPages':-1",
                ",'key':{}",
                ",'key':[]",
                ",'key':{'id':'k'}",
                ",'key':{'id':'k','nonce':'AAAA'}",
                ",'key':{'id':'k','nonce':'%%%%'}",
                ",'key':{'id':'k','nonce':7}",
            })
    void refusesRegistrationsWithMembersThatAreNotWhatTheyShouldBe(String members) {
        refused(MessageType.REGISTER, register(members));
    }

    @Test
    void takesAKeyHint() throws ProtocolException {
        KeyHint key =
                ((Register) decode(MessageType.REGISTER, register(",'key':{'id':'k','nonce':'" + NONCE + "'}"))).key();
        assertTrue(key != null && key.nonce().length == 32);
    }

    @Test
    void takesIdsOfVisibleAsciiOnly() {
        for (String id : List.of("", " ", "a b", "a\\n", "é", "\\ud83d", "\\u007f", "x".repeat(129))) {
            refused(
                    MessageType.REGISTER,
                    "{'kind':'cell','id':'" + id + "','incarnation':'i','revision':1,'concurrency':1}");
        }
        refused(MessageType.REGISTER, "{'kind':'cell','id':7,'incarnation':'i','revision':1,'concurrency':1}");
        refused(MessageType.REGISTER, "{'kind':1,'id':'c','incarnation':'i','revision':1,'concurrency':1}");
        refused(MessageType.REGISTER, "{'kind':'CELL','id':'c','incarnation':'i','revision':1,'concurrency':1}");
        refused(MessageType.REGISTER, "{'kind':'router','id':'c','incarnation':'i','revision':1,'concurrency':1}");
    }

    @Test
    void boundsLabelsMetaAndDeployments() throws ProtocolException {
        decode(MessageType.REGISTER, register(",'labels':{" + entries(64) + "}"));
        assertEquals(
                "number of entries of labels 65 (expected: 0 to 64)",
                refused(MessageType.REGISTER, register(",'labels':{" + entries(65) + "}")));
        assertEquals(
                "key of labels of 129 characters (expected: 1 to 128 characters)",
                refused(MessageType.REGISTER, register(",'labels':{'" + "x".repeat(129) + "':''}")));
        assertEquals(
                "number of entries of meta 65 (expected: 0 to 64)",
                refused(MessageType.REGISTER, register(",'deployments':[{'name':'d','meta':{" + entries(65) + "}}]")));
        String deployments =
                IntStream.range(0, 1025).mapToObj(i -> "{'name':'" + i + "'}").collect(Collectors.joining(","));
        assertEquals(
                "number of deployments 1025 (expected: 0 to 1024)",
                refused(MessageType.REGISTER, register(",'deployments':[" + deployments + "]")));
    }

    @Test
    void boundsWhatARouteSays() {
        String start = "'deployment':'d','number':1,'template':'/','methods':['GET']";
        assertEquals(
                "timeoutMs 86400001 (expected: 0 to 86400000)",
                refused(MessageType.ROUTES, route(start + ",'timeoutMs':86400001")));
        for (String members : List.of(
                ",'parameters':[{'a':null}]",
                ",'parameters':[{" + entries(65) + "}]",
                ",'timeoutMs':-1",
                ",'timeoutMs':'1'",
                ",'idempotent':'yes'",
                ",'idempotent':1",
                ",'inner':'true'",
                ",'description':7")) {
            refused(MessageType.ROUTES, route(start + members));
        }
        for (String methods : List.of("[null]", "['']", "['G T']", "[1]", "{}", "[" + "'A',".repeat(16) + "'A']")) {
            refused(MessageType.ROUTES, route("'deployment':'d','number':1,'template':'/','methods':" + methods));
        }
        refused(MessageType.ROUTES, "{'revision':1,'page':1,'routes':[null]}");
        refused(MessageType.ROUTES, "{'revision':1,'page':0}");
        refused(MessageType.ROUTES, "{'revision':1,'page':257}");
    }

    @Test
    void cutsWhatIsForPeopleRatherThanLoseARoute() throws ProtocolException {
        RouteInfo route = new RouteInfo(
                "d",
                1,
                "/",
                List.of("GET"),
                0,
                null,
                false,
                "x".repeat(4095) + "\ud83d\udc1d",
                Collections.nCopies(70, Map.of("name", "y".repeat(1025))));
        assertEquals("x".repeat(4095), route.description());
        assertEquals(Collections.nCopies(64, Map.of("name", "y".repeat(1024))), route.parameters());
        DeploymentInfo deployment = new DeploymentInfo("d", "1".repeat(129), "", Map.of("a", "z".repeat(2000)));
        assertEquals("1".repeat(128), deployment.version());
        assertEquals(Map.of("a", "z".repeat(1024)), deployment.meta());
        Routes sent = new Routes(1, 1, List.of(route));
        assertEquals(sent, RawRecords.decode(MessageCodec.encode(sent)));
        String labels = ",'labels':{'a':'" + "z".repeat(2000) + "'}";
        assertEquals(
                Map.of("a", "z".repeat(1024)), ((Register) decode(MessageType.REGISTER, register(labels))).labels());
    }

    @Test
    void leavesOutASchemaRatherThanCutIt() throws ProtocolException {
        String most = "{\"$comment\":\"" + "x".repeat(RouteInfo.MAX_SCHEMA - 15) + "\"}";
        RouteInfo route = new RouteInfo(
                "d", 1, "/", List.of("GET"), 0, null, false, "", List.of(), "p".repeat(1025), most, most + " ");
        assertEquals("p".repeat(1024), route.produces());
        assertEquals(most, route.request());
        assertEquals(RouteInfo.SCHEMA_LEFT_OUT, route.response());
        Routes sent = new Routes(1, 1, List.of(route));
        assertEquals(sent, RawRecords.decode(MessageCodec.encode(sent)));
    }

    @Test
    void readsARouteThatSaysNothingOfItsSchemas() throws ProtocolException {
        RouteInfo route = ((Routes) decode(
                        MessageType.ROUTES, route("'deployment':'d','number':1,'template':'/','methods':['GET']")))
                .routes()
                .get(0);
        assertEquals("", route.produces());
        assertNull(route.request());
        assertNull(route.response());
    }

    @Test
    void judgesQuestionsAboutRoutes() throws ProtocolException {
        assertEquals(new LogLevel("orders", null), decode(MessageType.LOG_LEVEL, "{'deployment':'orders'}"));
        refused(MessageType.LOG_LEVEL, "{'deployment':'orders','level':'loud'}");
        refused(MessageType.LOG_LEVEL, "{'level':'debug'}");
        assertEquals(new Describe(0, 0), decode(MessageType.DESCRIBE, "{}"));
        refused(MessageType.DESCRIBE, "{'after':-1}");
        refused(MessageType.DESCRIBE, "{'known':'1'}");
        assertEquals(
                new Description(1, 0, 0, Map.of(), List.of()),
                decode(MessageType.DESCRIPTION, "{'revision':1,'after':0,'next':0}"));
        refused(MessageType.DESCRIPTION, "{'after':0,'next':0}");
        refused(MessageType.DESCRIPTION, "{'revision':1,'after':0,'next':-1}");
        refused(MessageType.DESCRIPTION, "{'revision':1,'routes':[{'deployment':'d'}]}");
        refused(MessageType.DESCRIPTION, "{'revision':1,'versions':{'':'1'}}");
    }

    @Test
    void survivesHalfCharacters() throws ProtocolException {
        Register register = (Register)
                decode(MessageType.REGISTER, register(",'deployments':[{'name':'a\\ud83d','version':'\\udc1d'}]"));
        assertEquals("a\ud83d", register.deployments().get(0).name());
        assertEquals(register, RawRecords.decode(MessageCodec.encode(register)));
        Reject reject = new Reject("malformed", refused(MessageType.JOIN, "{'session':'\\ud83d','lane':1}"));
        assertEquals(reject, RawRecords.decode(MessageCodec.encode(reject)));
    }

    @Test
    void keepsADoubtAboutIdempotence() throws ProtocolException {
        Routes routes = (Routes) decode(
                MessageType.ROUTES,
                route("'deployment':'d','number':1,'template':'/','methods':['GET'],'idempotent':null"));
        assertNull(routes.routes().get(0).idempotent());
    }

    @Test
    void doesNotTalkToARouterOfAnotherVersion() {
        ProtocolException e = assertThrows(
                ProtocolException.class,
                () -> decode(MessageType.HELLO, hello("").replace("'protocol':1", "'protocol':2")));
        assertEquals(ErrorCode.VERSION, e.code());
        assertEquals("protocol 2 (expected: 1)", e.getMessage());
    }

    @Test
    void insistsOnLimitsThatOneCanLiveWith() throws ProtocolException {
        String limits = "'maxMessageBytes':1024,'maxBatchRecords':1,'maxBatchBytes':1024,'maxRoutesPageBytes':1024,"
                + "'maxRoutesPages':1";
        decode(MessageType.HELLO, hello(",'limits':{" + limits + "}"));
        refused(MessageType.HELLO, hello(",'limits':{}"));
        refused(MessageType.HELLO, hello(",'limits':{" + limits.replace("Records':1", "Records':0") + "}"));
        refused(
                MessageType.HELLO,
                hello(",'limits':{" + limits + "}").replace("'heartbeatMs':1000", "'heartbeatMs':0"));
    }

    @Test
    void boundsLanes() {
        refused(MessageType.JOIN, "{'session':'s','lane':0}");
        refused(MessageType.JOIN, "{'session':'s','lane':256}");
        refused(MessageType.JOIN, "{'session':'s'}");
    }

    @Test
    void repeatsNoMoreThanAPartOfWhatCame() {
        String message = refused(
                MessageType.ROUTES,
                route("'deployment':'d','number':1,'template':'/','methods':['" + " ".repeat(60_000) + "']"));
        assertTrue(message.length() < 600, () -> message.length() + " characters");
        String duplicate = "x".repeat(40_000);
        String other = refused(MessageType.REGISTER, "{'" + duplicate + "':1,'" + duplicate + "':1}");
        assertTrue(other.length() < 600, () -> other.length() + " characters");
    }

    private static String register(String members) {
        return "{'kind':'cell','id':'c','incarnation':'i','revision':1,'concurrency':8" + members + "}";
    }

    private static String route(String members) {
        return "{'revision':1,'page':1,'routes':[{" + members + "}]}";
    }

    private static String hello(String members) {
        return "{'protocol':1,'router':'r','incarnation':'i','heartbeatMs':1000,'deadAfterMissed':3,"
                + "'keyRequired':false" + members + "}";
    }

    private static String entries(int count) {
        return IntStream.range(0, count).mapToObj(i -> "'k" + i + "':'v'").collect(Collectors.joining(","));
    }

    private static Message decode(MessageType type, String json) throws ProtocolException {
        return RawRecords.decode(json(type, json.replace('\'', '"')));
    }

    private static String refused(MessageType type, String json) {
        ProtocolException e = assertThrows(ProtocolException.class, () -> decode(type, json), json);
        assertEquals(ErrorCode.MALFORMED, e.code());
        return String.valueOf(e.getMessage());
    }
}
