package dev.snowbird.rendezvous.message;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Body;

/**
 * Data as a web page that an AMP cache lets pass (Snowflake contract, section 7).
 */
public final class AmpArmor {

    private static final String FORMAT = "0";
    private static final int LINE_LENGTH = 32;
    private static final int LINES_PER_ELEMENT = 992;
    private static final int BASE64_GROUP = 4;

    private static final String OPEN = "<pre>\n";
    private static final String CLOSE = "</pre>\n";
    private static final Pattern TAG = Pattern.compile("<(/?)pre(\\s[^<>]*)?>", Pattern.CASE_INSENSITIVE);

    /** The boilerplate is prescribed by the AMP format to the letter. */
    private static final String HEADER = """
            <!doctype html>
            <html amp>
            <head>
            <meta charset="utf-8">
            <script async src="https://cdn.ampproject.org/v0.js"></script>
            <link rel="canonical" href="#">
            <meta name="viewport" content="width=device-width">
            <style amp-boilerplate>body{\
            -webkit-animation:-amp-start 8s steps(1,end) 0s 1 normal both;\
            -moz-animation:-amp-start 8s steps(1,end) 0s 1 normal both;\
            -ms-animation:-amp-start 8s steps(1,end) 0s 1 normal both;\
            animation:-amp-start 8s steps(1,end) 0s 1 normal both}\
            @-webkit-keyframes -amp-start{from{visibility:hidden}to{visibility:visible}}\
            @-moz-keyframes -amp-start{from{visibility:hidden}to{visibility:visible}}\
            @-ms-keyframes -amp-start{from{visibility:hidden}to{visibility:visible}}\
            @-o-keyframes -amp-start{from{visibility:hidden}to{visibility:visible}}\
            @keyframes -amp-start{from{visibility:hidden}to{visibility:visible}}</style>\
            <noscript><style amp-boilerplate>body{-webkit-animation:none;-moz-animation:none;\
            -ms-animation:none;animation:none}</style></noscript>
            </head>
            <body>
            """;
    private static final String FOOTER = "</body>\n</html>";

    private AmpArmor() {
    }

    /**
     * Wraps data.
     *
     * @param data any bytes
     * @return an AMP page that holds them
     */
    public static String encode(@Body byte[] data) {
        String text = FORMAT + Base64.getEncoder().encodeToString(data);
        StringBuilder page = new StringBuilder(HEADER);
        for (int from = 0, line = 1; from < text.length(); from += LINE_LENGTH, line++) {
            boolean last = from + LINE_LENGTH >= text.length();
            if (line % LINES_PER_ELEMENT == 1) {
                page.append(OPEN);
            }
            page.append(text, from, Math.min(from + LINE_LENGTH, text.length())).append('\n');
            if (last || line % LINES_PER_ELEMENT == 0) {
                page.append(CLOSE);
            }
        }
        return page.append(FOOTER).toString();
    }

    /**
     * Unwraps data. A cache may have changed everything around the elements that hold it.
     *
     * @param page an AMP page
     * @return the data in it
     * @throws BadMessageException if it holds none
     */
    public static byte[] decode(String page) {
        String text = textOfElements(page).replaceAll("[ \t\n\f\r]", "");
        if (!text.startsWith(FORMAT)) {
            throw new BadMessageException("unknown armor version");
        }
        String base64 = text.substring(FORMAT.length());
        if (base64.length() % BASE64_GROUP != 0) {
            throw new BadMessageException("armor is not padded base64");
        }
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            throw new BadMessageException("armor is not padded base64");
        }
    }

    private static String textOfElements(String page) {
        StringBuilder text = new StringBuilder();
        int start = -1;
        for (Matcher tag = TAG.matcher(page); tag.find();) {
            boolean opens = tag.group(1).isEmpty();
            if (opens == (start >= 0)) {
                throw new BadMessageException("armor elements are not closed one by one");
            }
            if (!opens) {
                text.append(page, start, tag.start());
            }
            start = opens ? tag.end() : -1;
        }
        if (start >= 0) {
            throw new BadMessageException("armor elements are not closed one by one");
        }
        return text.toString();
    }
}
