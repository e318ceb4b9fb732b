package org.cellnest.dev;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * A reduced view of a Maven project: without parents, profiles and placeholders.
 *
 * @param artifactId null if unknown
 * @param release the Java release to compile for; 0 if unknown
 * @param ofModules whether the project only contains modules
 */
record Pom(@Nullable String artifactId, int release, boolean ofModules) {
    private static final Pom UNKNOWN = new Pom(null, 0, false);

    /** Reads a file. If it is missing or not XML, all values are unknown, since Maven reports such errors better. */
    static Pom read(Path file) {
        if (!Files.isRegularFile(file)) {
            return UNKNOWN;
        }
        try (InputStream in = Files.newInputStream(file)) {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            Element project = builder.parse(in).getDocumentElement();
            return new Pom(text(project, "artifactId"), release(project), "pom".equals(text(project, "packaging")));
        } catch (IOException | SAXException | ParserConfigurationException e) {
            return UNKNOWN;
        }
    }

    private static int release(Element project) {
        Element properties = child(project, "properties");
        String release = properties == null ? null : text(properties, "maven.compiler.release");
        return release != null && release.matches("[0-9]{1,3}") ? Integer.parseInt(release) : 0;
    }

    private static @Nullable String text(Element parent, String name) {
        Element child = child(parent, name);
        return child == null ? null : child.getTextContent().strip();
    }

    private static @Nullable Element child(Element parent, String name) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                return element;
            }
        }
        return null;
    }
}
