package dev.snowbird.seabird.chat;

/**
 * The name of a backend: what kind of chat, and which one (Seabird contract, section 3).
 *
 * @param type the kind of chat, unescaped
 * @param id   which one, unescaped
 */
public record BackendId(String type, String id) {
}
