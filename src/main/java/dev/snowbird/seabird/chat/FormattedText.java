package dev.snowbird.seabird.chat;

import io.coded.seabird.common.Block;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A message's text in both of its forms (Seabird contract, section 4).
 *
 * @param text   without formatting
 * @param root   with formatting; its plain text is the same
 * @param format which form the sender gave: {@code text} or {@code blocks}
 */
public record FormattedText(String text, Block root, String format) {

    private static final String ORIGINAL_FORMAT = "core/original-format";

    /**
     * Says in a message's tags which form its sender gave (Seabird contract, section 5).
     *
     * @param given the sender's tags
     * @return the same, with core's own tag in place of any such tag of the sender's
     */
    public Map<String, String> tags(Map<String, String> given) {
        Map<String, String> tags = new LinkedHashMap<>(given);
        tags.put(ORIGINAL_FORMAT, format);
        return tags;
    }
}
