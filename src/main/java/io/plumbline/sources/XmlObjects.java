package io.plumbline.sources;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * The objects of an XML document in the form of JSON objects, so that they are read as other records are.
 *
 * <p>A document whose root is {@code objects} holds one object for each element in it, any other is one object. Prefixes of names
 * are dropped. An element with neither attributes nor elements is its text, several of one name a list of texts; any other is
 * an object in a list, whose {@value #TYPE} is its name. A document type declaration is refused, and so nothing is fetched.
 */
final class XmlObjects {

    /** Key under which an object carries the name of its element. */
    static final String TYPE = "elementName";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private XmlObjects() {}

    /** @throws SAXException where it is not well-formed, in words for whoever sent it */
    static List<ObjectNode> read(Reader text) throws IOException, SAXException {
        Element root = parser().parse(new InputSource(text)).getDocumentElement();
        List<ObjectNode> objects = new ArrayList<>();
        if (nameOf(root).equals("objects")) {
            elements(root).forEach(element -> objects.add(object(element)));
        } else {
            objects.add(object(root));
        }
        return objects;
    }

    private static DocumentBuilder parser() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Strict());
            return builder;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("every Java platform has an XML parser that can refuse a DOCTYPE", e);
        }
    }

    private static ObjectNode object(Element element) {
        ObjectNode object = NODES.objectNode();
        object.put(TYPE, nameOf(element));
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            object.put(nameOf(attributes.item(i)), attributes.item(i).getNodeValue());
        }
        for (Element child : elements(element)) {
            String name = nameOf(child);
            if (!isText(child)) {
                list(object, name).add(object(child));
            } else if (object.path(name).isTextual()) {
                String before = object.path(name).textValue();
                object.putArray(name).add(before).add(textOf(child));
            } else if (object.path(name).isArray()) {
                list(object, name).add(textOf(child));
            } else {
                object.put(name, textOf(child));
            }
        }
        return object;
    }

    private static ArrayNode list(ObjectNode object, String name) {
        return object.path(name).isArray() ? (ArrayNode) object.path(name) : object.putArray(name);
    }

    private static boolean isText(Element element) {
        return elements(element).isEmpty() && element.getAttributes().getLength() == 0;
    }

    private static String textOf(Element element) {
        return element.getTextContent().strip();
    }

    private static List<Element> elements(Element parent) {
        NodeList children = parent.getChildNodes();
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < children.getLength(); i++) {
            if (children.item(i) instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }

    private static String nameOf(Node node) {
        String name = node.getNodeName();
        return name.substring(name.indexOf(':') + 1);
    }

    /** Reports to the reader instead of to standard error. */
    private static final class Strict implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) {
            // What is only doubtful is read.
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
