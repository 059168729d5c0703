package io.plumbline.yaml;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.plumbline.json.Document;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Parses YAML text; timestamps stay text, and aliases are refused because they hide what a field says. */
final class YamlDocument {

    private static final YAMLFactory YAML = new YAMLFactory();

    private YamlDocument() {}

    /** The document; what is wrong with it stands in its problems. */
    static Document parse(String file, String text) {
        try {
            YAMLParser parser = YAML.createParser(text);
            AliasWatch watch = new AliasWatch(parser);
            Document document = Document.parse(file, watch);
            if (watch.aliases > 0) {
                document.problems().add("", "holds YAML aliases (*name); write the values out in their place");
            }
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class AliasWatch extends JsonParserDelegate {
        private final YAMLParser yaml;
        private int aliases;

        private AliasWatch(YAMLParser yaml) {
            super(yaml);
            this.yaml = yaml;
        }

        @Override
        public JsonToken nextToken() throws IOException {
            JsonToken token = super.nextToken();
            if (yaml.isCurrentAlias()) {
                aliases++;
            }
            return token;
        }
    }
}
