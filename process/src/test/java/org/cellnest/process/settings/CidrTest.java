package org.cellnest.process.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "192.168.128.0/17, 192.168.255.1, true",
        "192.168.128.0/17, 192.168.127.255, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, ::1, false",
        "::1, ::1, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::ffff:10.0.0.0/8, 10.1.1.1, true",
    })
    void containsWhatItsPrefixCovers(String block, String address, boolean contained) throws UnknownHostException {
        assertEquals(contained, Cidr.parse(block).contains(InetAddress.getByName(address)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.1",
                "localhost",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "::/129",
                "10.0.0.0/",
                "256.0.0.1",
                "a::b::c"
            })
    void refusesWhatIsNoBlock(String text) {
        assertThrows(IllegalArgumentException.class, () -> Cidr.parse(text));
    }

    @Test
    void isReadAsAListOfSettings() {
        Settings settings = Settings.of("gateway.trusted-proxies=10.0.0.0/8,::1");
        assertEquals(
                "[10.0.0.0/8, ::1]",
                settings.value(Catalogue.GATEWAY_TRUSTED_PROXIES).toString());
        assertThrows(SettingsException.class, () -> Settings.of("gateway.trusted-proxies=10.0.0"));
    }
}
