package io.ambientprober.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ambientprober.traffic.Numbers;
import io.ambientprober.traffic.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenScannerTest {
    private static final String RUN = "7Z3K9QWM2TXB";
    private static final byte[] TOKEN = ascii("AP1-7Z3K9QWM2TXB-0a01-0000003fC\n");
    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private final TokenScanner scanner = new TokenScanner(RUN);

    @Test
    void readsWhatATokenSays() {
        assertThat(find(ascii("AP1-7Z3K9QWM2TXB-0001-00000003C\n"))).isZero();
        assertThat(scanner.path()).isEqualTo(1);
        assertThat(scanner.sequence()).isEqualTo(3);
        assertThat(scanner.direction()).isEqualTo(Direction.CLIENT_TO_SERVER);

        assertThat(find(ascii("AP1-7Z3K9QWM2TXB-ffff-ffffffffS\n"))).isZero();
        assertThat(scanner.path()).isEqualTo(0xFFFF);
        assertThat(scanner.sequence()).isEqualTo(0xFFFF_FFFFL);
        assertThat(scanner.direction()).isEqualTo(Direction.SERVER_TO_CLIENT);
    }

    @Test
    void findsWhatTokenWrites() {
        assertThat(new Token(RUN, 0x0A01, 0x3F, Direction.CLIENT_TO_SERVER).bytes())
                .isEqualTo(TOKEN);
    }

    @Test
    void findsATokenAtEveryPlace() {
        for (int before = 0; before < 70; before++) {
            for (int after = 0; after < 20; after++) {
                byte[] bytes = Numbers.join(new byte[before], TOKEN, new byte[after]);

                assertThat(find(bytes)).as("%d before, %d after", before, after).isEqualTo(before);
            }
        }
    }

    @Test
    void findsNoTokenThatIsCut() {
        byte[] bytes = Numbers.join(new byte[40], TOKEN, new byte[40]);
        for (int at = 1; at <= Token.LENGTH; at++) {
            assertThat(scanner.find(bytes, 40 + at, bytes.length))
                    .as("from %d", at)
                    .isEqualTo(-1);
            assertThat(scanner.find(bytes, 0, 72 - at)).as("to -%d", at).isEqualTo(-1);
        }
        assertThat(scanner.find(bytes, 40, 72)).isEqualTo(40);
    }

    @Test
    void findsAllTokensOneAfterTheOther() {
        byte[] bytes = new byte[0];
        int[] begins = new int[50];
        RandomGenerator random = Seeds.random("tokens");
        for (int i = 0; i < begins.length; i++) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            bytes = Numbers.join(bytes, noise, TOKEN);
            begins[i] = bytes.length - TOKEN.length;
        }

        int at = 0;
        for (int begin : begins) {
            at = scanner.find(bytes, at, bytes.length);
            assertThat(at).isEqualTo(begin);
            at += Token.LENGTH;
        }
        assertThat(scanner.find(bytes, at, bytes.length)).isEqualTo(-1);
    }

    @Test
    void isNotFooledByTheBeginningOfAToken() {
        for (int length = 0; length < Token.LENGTH; length++) {
            byte[] bytes = Numbers.join(Arrays.copyOf(TOKEN, length), TOKEN);

            assertThat(find(bytes)).as("after %d bytes of a token", length).isEqualTo(length);
        }
    }

    @Test
    void takesNoTokenWithAWrongByte() {
        for (int i = 0; i < Token.LENGTH; i++) {
            for (byte wrong : new byte[] {0, ' ', '_', (byte) 0xFF, (byte) (TOKEN[i] ^ 0x20), 'g', 'G'}) {
                byte[] bytes = TOKEN.clone();
                bytes[i] = wrong;
                if (wrong != TOKEN[i]) {
                    assertThat(find(bytes)).as("%d at %d", wrong, i).isEqualTo(-1);
                }
            }
        }
    }

    @Test
    void takesNoTokenOfAnotherRun() {
        assertThat(find(ascii("AP1-7Z3K9QWM2TXC-0a01-0000003fC\n"))).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"000000000000", "ZZZZZZZZZZZZ", "A0A0A0A0A0A0", "AP1AP1AP1AP1", "123412341234"})
    void findsTokensOfRunsThatRepeatThemselves(String run) {
        assertFindsTokensOf(run);
    }

    @Test
    void hasAPerfectHashForEveryRunKey() {
        RandomGenerator random = Seeds.random("keys");
        for (int i = 0; i < Seeds.rounds(20_000); i++) {
            assertFindsTokensOf(key(random));
        }
    }

    private static void assertFindsTokensOf(String run) {
        TokenScanner scanner = new TokenScanner(run);
        byte[] token = new Token(run, 0xBEEF, 1, Direction.SERVER_TO_CLIENT).bytes();
        for (int before = 0; before < 15; before++) {
            byte[] bytes = Numbers.join(new byte[before], token);
            assertThat(scanner.find(bytes, 0, bytes.length))
                    .as("%s at %d", run, before)
                    .isEqualTo(before);
        }
    }

    private static String key(RandomGenerator random) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            key.append(CROCKFORD.charAt(random.nextInt(CROCKFORD.length())));
        }
        return key.toString();
    }

    @Test
    void refusesARunKeyOfAnotherLength() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenScanner("7Z3K"))
                .withMessage("a run key has 12 ASCII characters: 7Z3K");
    }

    private int find(byte[] bytes) {
        return scanner.find(bytes, 0, bytes.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
