package dev.snowbird.bench.rendezvous;

import io.vertx.core.json.JsonObject;

/** What proxies and clients say, in the sizes that real ones have. */
final class Words {

    static final String ANSWER = description("answer");
    /** A client's poll, as it goes over HTTP and over SQS. */
    static final String CLIENT_POLL = "1.0\n" + new JsonObject().put("offer", description("offer"))
            .put("nat", "unknown").put("fingerprint", "2B280B23E1107BB62ABFC40DDCC8824814F80A72").encode();
    static final String GOOD_RELAYS = "snowflake.torproject.net$";
    static final String OTHER_RELAYS = "example.net$";

    static final String MATCH = "client match";
    static final String WRONG_RELAYS = "incorrect relay pattern";
    static final String NO_MATCH = "no match";
    static final String NO_PROXIES = "no snowflake proxies currently available";

    private static final int CANDIDATES = 4;

    private Words() {
    }

    private static String description(String type) {
        StringBuilder sdp = new StringBuilder("""
                v=0\r
                o=- 8246801182236914373 1702384793 IN IP4 0.0.0.0\r
                s=-\r
                t=0 0\r
                a=group:BUNDLE 0\r
                a=fingerprint:sha-256 7E:B1:0A:4D:52:AC:06:34:C4:2A:8C:19:55:7F:B9:63:\
                0E:28:DC:90:A4:33:1B:6C:EF:41:72:0D:8F:5A:C3:17\r
                m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r
                c=IN IP4 0.0.0.0\r
                a=setup:actpass\r
                a=mid:0\r
                a=sendrecv\r
                a=sctp-port:5000\r
                a=ice-ufrag:oHeyeAtcbGaTMfTD\r
                a=ice-pwd:xLBbiRkmxVZnmLBbXKlIJIeAkSNOAylI\r
                """);
        for (int i = 1; i <= CANDIDATES; i++) {
            // A network of documentation: nobody's address.
            sdp.append("a=candidate:%d 1 udp 2130706431 192.0.2.%d 5%d000 typ host\r\n".formatted(i, i, i));
        }
        return new JsonObject().put("type", type).put("sdp", sdp.append("a=end-of-candidates\r\n").toString()).encode();
    }

    static String proxyPoll(String sid, String relays) {
        return new JsonObject().put("Sid", sid).put("Version", "1.3").put("Type", "standalone")
                .put("NAT", "unrestricted").put("Clients", 0).put("AcceptedRelayPattern", relays).encode();
    }

    static String proxyAnswer(String sid) {
        return new JsonObject().put("Version", "1.3").put("Sid", sid).put("Answer", ANSWER).encode();
    }
}
