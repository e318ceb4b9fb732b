package org.cellnest.gateway.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.cellnest.process.settings.Cidr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
    private final ClientAddress addresses =
            new ClientAddress(List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("2001:db8::/32")));

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }

    @ParameterizedTest
    @CsvSource({
        "'192.0.2.1', 192.0.2.1",
        "'192.0.2.1, 10.0.0.2', 192.0.2.1",
        "'6.6.6.6, 192.0.2.1, 10.0.0.2', 192.0.2.1",
        "'10.0.0.3, 10.0.0.2', 10.0.0.3",
        "'192.0.2.1:1234', 192.0.2.1",
        "'[2001:db9::1]:80, 2001:db8::5', 2001:db9:0:0:0:0:0:1",
        "'2001:db9::1', 2001:db9:0:0:0:0:0:1",
        "'unknown', 10.0.0.1",
        "'192.0.2.1, _hidden, 10.0.0.2', 10.0.0.2",
        "'192.0.2.1, localhost', 10.0.0.1",
        "'', 10.0.0.1",
        "'1.2.3', 10.0.0.1",
        "'1.2.3.999', 10.0.0.1",
        "'192.0.2.1, 1.2.3.400, 10.0.0.2', 10.0.0.2",
        "'192.0.2.1,, 10.0.0.2, ', 192.0.2.1",
        "'192.0.2.1:_port', 192.0.2.1",
        "'192.0.2.1:http', 10.0.0.1",
        "'2001:db9::1%eth0', 10.0.0.1",
        "'[2001:db9::1', 10.0.0.1",
        "'0300.0.2.1', 10.0.0.1",
        "'3221225985', 10.0.0.1"
    })
    void readsXForwardedForFromTheRight(String value, String client) throws UnknownHostException {
        InetAddress found = addresses.behind(address("10.0.0.1"), List.of(value), List.of());
        assertEquals(client, ClientAddress.text(found));
    }

    @ParameterizedTest
    @CsvSource({
        "'for=192.0.2.1;proto=https, for=10.0.0.2', 192.0.2.1",
        "'For=\"[2001:db9::1]:4711\"', 2001:db9:0:0:0:0:0:1",
        "'by=10.0.0.9', 10.0.0.1",
        "'for=\"192.0.2.1\" ; by=\"a,b;for=6.6.6.6\", ,for=10.0.0.2', 192.0.2.1",
        "'for=\"192.0.2.\\1\"', 192.0.2.1",
        "'for=\"192.0.2.1', 10.0.0.1",
        "'for=1.2.3.400', 10.0.0.1",
        "'for=_x', 10.0.0.1"
    })
    void readsForwardedWhereTheOtherIsAbsent(String value, String client) throws UnknownHostException {
        InetAddress found = addresses.behind(address("10.0.0.1"), List.of(), List.of(value));
        assertEquals(client, ClientAddress.text(found));
    }

    @Test
    void trustsListedBlocksAlone() throws UnknownHostException {
        assertTrue(addresses.isTrusted(address("10.255.0.1")));
        assertTrue(addresses.isTrusted(address("::ffff:10.0.0.1")));
        assertFalse(addresses.isTrusted(address("11.0.0.1")));
        assertFalse(addresses.isTrusted(address("2001:db9::1")));
        assertFalse(new ClientAddress(List.of()).isTrusted(address("127.0.0.1")));
    }

    @Test
    void takesTheNearestProxysWordForTheScheme() {
        assertTrue(ClientAddress.isHttps(List.of("https"), List.of()));
        assertTrue(ClientAddress.isHttps(List.of("http, HTTPS"), List.of()));
        assertFalse(ClientAddress.isHttps(List.of("https, http"), List.of()));
        assertTrue(ClientAddress.isHttps(List.of(), List.of("for=a;proto=https")));
        assertFalse(ClientAddress.isHttps(List.of(), List.of()));
    }
}
