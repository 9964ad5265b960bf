package dev.snowbird.log;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a text what a log must not hold (Snowflake contract, section 19): IP addresses with their ports,
 * session descriptions and credentials. When in doubt it takes more. Time grows with the length of the text and no
 * faster, whatever strangers put into it: every repetition here is possessive.
 */
final class Scrubber {

    /** What stands for everything taken out. */
    static final String MARK = "[scrubbed]";

    /** An end of line within a session description, written as such or as one or more levels of JSON escapes. */
    private static final String LINE_END = "(?:\\\\++[rn]|[\\r\\n])++";
    private static final String LINE_REST = "[^\\r\\n\\\\\"]*+(?:\\\\++[^rn\"\\\\\\r\\n][^\\r\\n\\\\\"]*+)*+";

    private static final Pattern SESSION_DESCRIPTION = Pattern.compile(
            // From its first line to its last,
            "(?<![A-Za-z0-9])v=0(?=[\\r\\n\\\\])(?:" + LINE_END + "[a-z]=" + LINE_REST + ")*+"
            // and the telling lines of one that is in pieces.
            + "|(?<![A-Za-z0-9])(?:a=)?candidate:[^\\s:]++ \\d++ \\w++ \\d" + LINE_REST
            + "|(?<![A-Za-z0-9])a=(?:candidate|ice-|fingerprint|setup|mid|sctp|max-message-size|group|msid)" + LINE_REST
            + "|(?<![A-Za-z0-9])[oc]=(?:\\S++ ){0,3}+IN IP[46]" + LINE_REST
            + "|(?<![A-Za-z0-9])m=application " + LINE_REST);

    private static final Pattern CREDENTIALS = Pattern.compile(
            // The id of an AWS access key,
            "(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{12,}+"
            // base64 of a JSON object, which is what Snowflake clients' credentials and web tokens are,
            + "|(?<![A-Za-z0-9])ey[AJ][A-Za-z0-9+/=_.-]{16,}+"
            // the user of a URL,
            + "|(?<=://)[^\\s/@\"'<>]{1,256}+(?=@)"
            // and anything that is called a secret.
            + "|(?i:(?<=authorization)[\"']?\\s?[:=]\\s?[\"']?[^\\r\\n\"']++"
            + "|(?<=bearer )[\\w.~+/=-]{8,}+"
            + "|(?:(?<=secret)|(?<=secret.key|secret.access.key)|(?<=secretkey|secretaccesskey|secret.accesskey)"
            + "|(?<=passwd|password)|(?<=security.token|session.token|sessiontoken|access.token)"
            + "|(?<=ice.pwd|ice.ufrag|signature))"
            + "\\\\{0,4}+[\"']?\\s?[:=]\\s?\\\\{0,4}+[\"']?[^\\s\"'\\\\,;&)}\\]]++)");

    /** The length of the secret part of an AWS access key, which looks like nothing else of that length. */
    private static final Pattern SECRET_KEY =
            Pattern.compile("(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])");

    /** Anything that could be an address; {@link #isAddress} tells. The name of an AWS resource is passed over. */
    private static final Pattern ADDRESS = Pattern.compile(
            "arn:[\\w-]*+:[\\w-]*+:[\\w-]*+:\\d*+:?+"
            + "|(?<run>[0-9A-Fa-f:]++)(?<tail>(?:\\.\\d++)*+)(?<zone>(?:%[\\w.-]++)?+)");

    private static final int FULL_COLONS = 7;
    private static final int IPV4_GROUPS = 4;

    private Scrubber() {
    }

    /** Returns the text with {@value #MARK} in place of whatever must not be logged. */
    static String scrub(String text) {
        String scrubbed = SESSION_DESCRIPTION.matcher(text).replaceAll(MARK.replace("[", "\\["));
        scrubbed = CREDENTIALS.matcher(scrubbed).replaceAll(MARK);
        scrubbed = SECRET_KEY.matcher(scrubbed).replaceAll(found ->
                Matcher.quoteReplacement(isSecretKey(found.group()) ? MARK : found.group()));
        return scrubAddresses(scrubbed);
    }

    private static boolean isSecretKey(String text) {
        return text.chars().anyMatch(Character::isUpperCase) && text.chars().anyMatch(Character::isLowerCase)
                && text.chars().anyMatch(Character::isDigit);
    }

    private static String scrubAddresses(String text) {
        StringBuilder scrubbed = new StringBuilder(text.length());
        Matcher candidates = ADDRESS.matcher(text);
        int copied = 0;
        int at = 0;
        while (candidates.find(at)) {
            boolean passedOver = candidates.group("run") == null;
            // What follows something else may still begin an address.
            at = passedOver ? candidates.end() : candidates.end("run");
            if (!passedOver && isAddress(text, candidates)) {
                int from = candidates.start() + spareColonAtStart(candidates.group("run"));
                int to = candidates.end() - spareColonAtEnd(candidates);
                boolean bracketed = from > copied && text.charAt(from - 1) == '[' && text.startsWith("]", to);
                scrubbed.append(text, copied, bracketed ? from - 1 : from).append(MARK);
                boolean mayHavePort = bracketed || candidates.end("tail") > candidates.start("tail");
                copied = afterPort(text, bracketed ? to + 1 : to, mayHavePort);
                at = Math.max(to, copied);
            }
        }
        return scrubbed.append(text, copied, text.length()).toString();
    }

    private static int afterPort(String text, int at, boolean mayHavePort) {
        int end = at + 1;
        while (end < text.length() && Character.digit(text.charAt(end), 10) >= 0) {
            end++;
        }
        return mayHavePort && text.startsWith(":", at) && end > at + 1 ? end : at;
    }

    /** As in {@code error:2001:db8::1}. */
    private static int spareColonAtStart(String run) {
        return run.startsWith(":") && !run.startsWith("::") ? 1 : 0;
    }

    /** As in {@code 2001:db8::1: refused}. */
    private static int spareColonAtEnd(MatchResult candidate) {
        String run = candidate.group(1);
        boolean spare = run.length() == candidate.group().length() && run.endsWith(":")
                && (!run.endsWith("::") || run.endsWith(":::"));
        return spare ? 1 : 0;
    }

    private static boolean isAddress(String text, MatchResult candidate) {
        String run = candidate.group(1);
        String tail = candidate.group(2);
        int numbers = (int) tail.chars().filter(character -> character == '.').count()
                + (Character.digit(run.charAt(run.length() - 1), 10) >= 0 ? 1 : 0);
        if (numbers >= IPV4_GROUPS) {
            return true;
        }
        if (run.chars().allMatch(character -> character == ':')) {
            return false;
        }
        int from = spareColonAtStart(run);
        String body = run.substring(from, run.length() - spareColonAtEnd(candidate));
        long colons = body.chars().filter(character -> character == ':').count();
        return colons >= FULL_COLONS
                || body.contains("::") && (colons > 2 || !isMethodReference(text, candidate, from, body));
    }

    /** Tells {@code Base64::decode}, whose middle could be an address, from {@code 2001::1}. */
    private static boolean isMethodReference(String text, MatchResult candidate, int from, String body) {
        int gap = body.indexOf("::");
        String left = body.substring(0, gap);
        String right = body.substring(gap + 2);
        boolean gluedLeft = from == 0 && endsInWord(text, candidate.start());
        boolean gluedRight = candidate.end() < text.length() && isWord(text.charAt(candidate.end()));
        boolean leftIsName = gluedLeft || !left.isEmpty() && isWord(left.charAt(0));
        boolean rightIsName = right.isEmpty() ? gluedRight : isWord(right.charAt(0));
        return (gluedLeft || gluedRight) && leftIsName && rightIsName;
    }

    /** The letter of an escape such as {@code \n} belongs to no word. */
    private static boolean endsInWord(String text, int end) {
        return end > 0 && isWord(text.charAt(end - 1)) && !(end > 1 && text.charAt(end - 2) == '\\');
    }

    private static boolean isWord(char character) {
        return Character.isJavaIdentifierStart(character);
    }
}
