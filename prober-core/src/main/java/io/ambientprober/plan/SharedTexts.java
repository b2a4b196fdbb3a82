package io.ambientprober.plan;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;

/** Makes one of equal texts: an answer says the same few words of each connection, and what was read of it is kept for as long as a run goes on. */
final class SharedTexts extends JsonNodeFactory {
    private static final long serialVersionUID = 1;

    /** An answer has some tens of words; what comes later, of another's making, is not worth keeping. */
    private static final int MOST = 1000;

    private final transient Map<String, TextNode> texts = new HashMap<>();

    @Override
    public TextNode textNode(String text) {
        TextNode known = texts.get(text);
        if (known != null) {
            return known;
        }
        TextNode made = super.textNode(text);
        if (texts.size() < MOST) {
            texts.put(text, made);
        }
        return made;
    }
}
