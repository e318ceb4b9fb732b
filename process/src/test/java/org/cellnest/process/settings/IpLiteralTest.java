package org.cellnest.process.settings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.0.0.0",
        "255.10.1.9, 255.10.1.9",
        "::, 0:0:0:0:0:0:0:0",
        "::1, 0:0:0:0:0:0:0:1",
        "1::, 1:0:0:0:0:0:0:0",
        "2001:DB8::5:6, 2001:db8:0:0:0:0:5:6",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "64:ff9b::192.0.2.33, 64:ff9b:0:0:0:0:c000:221"
    })
    void readsAddresses(String text, String address) throws UnknownHostException {
        assertArrayEquals(InetAddress.getByName(address).getAddress(), IpLiteral.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3.400",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.",
                ".1.2.3",
                "01.2.3.4",
                "1.2.3.0004",
                "1.2.3.4 ",
                "a.b.c.d",
                "localhost",
                "1",
                "0x1.2.3.4",
                "1,2,3,4",
                ":",
                ":::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "12345::",
                "g::",
                "::1%eth0",
                "[::1]",
                "::1.2.3",
                "::1.2.3.256",
                "1.2.3.4::",
                "1:2:3:4:5:6:7:1.2.3.4",
                ":1::",
                "1:",
                "\u0661.2.3.4",
                "::\u0661"
            })
    void takesNothingElse(String text) {
        assertNull(IpLiteral.parse(text));
    }

    @Test
    void readsWhateverThePlatformWrites() throws UnknownHostException {
        Random random = new Random(3);
        for (int round = 0; round < 2_000; round++) {
            byte[] address = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(address);
            for (int i = 0; i < address.length; i++) {
                address[i] = random.nextInt(3) == 0 ? 0 : address[i];
            }
            String text = InetAddress.getByAddress(address).getHostAddress();
            assertArrayEquals(InetAddress.getByAddress(address).getAddress(), IpLiteral.parse(text), text);
        }
    }
}
