package dev.snowbird.net;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All addresses that begin with the same bits: a network such as 10.0.0.0/8, or a single address. */
public final class Network {

    private final byte[] prefix;
    private final int bits;

    private Network(byte[] prefix, int bits) {
        this.prefix = prefix;
        this.bits = bits;
    }

    /**
     * Reads a network.
     *
     * @param text an address, or an address, a slash and the number of bits that count
     * @return the network; bits of the address that don't count may be set
     * @throws IllegalArgumentException if the text is neither; never is a name resolved
     */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> address = IpLiteral.parse(slash < 0 ? text : text.substring(0, slash));
        int longest = address.map(InetAddress::getAddress).orElseThrow(Network::malformed).length * Byte.SIZE;
        return new Network(address.get().getAddress(), slash < 0 ? longest : bits(text.substring(slash + 1), longest));
    }

    /**
     * Reads networks with commas between them, and spaces where anybody likes.
     *
     * @param text any number of networks, none included
     * @return the networks
     * @throws IllegalArgumentException if one is none
     */
    public static List<Network> parseAll(String text) {
        return Stream.of(text.split(",")).map(String::strip).filter(network -> !network.isEmpty())
                .map(Network::parse).toList();
    }

    /**
     * Tells whether an address belongs to this network.
     *
     * @param address an address of either family; one of the other family never belongs
     */
    public boolean contains(InetAddress address) {
        byte[] other = address.getAddress();
        if (other.length != prefix.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (other[i] != prefix[i]) {
                return false;
            }
        }
        int rest = bits % Byte.SIZE;
        return rest == 0 || (other[whole] ^ prefix[whole]) >> (Byte.SIZE - rest) == 0;
    }

    private static int bits(String text, int longest) {
        if (!text.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(text) > longest) {
            throw malformed();
        }
        return Integer.parseInt(text);
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("neither an IP address nor a network such as 10.0.0.0/8");
    }
}
