package org.lyceum.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class PageTest {
    private static final Pattern ELSEWHERE = Pattern.compile("(src|href)=|url\\(|@import|<script");

    private static Document parse(String html) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(html)));
    }

    private static List<String> texts(Document page, String tag) {
        NodeList nodes = page.getElementsByTagName(tag);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }

    @Test
    void thePageIsWellFormedAndNeedsNothingElse() throws Exception {
        String html = Page.of(Examples.figures(4.0, 2.0));
        Document page = parse(html);
        assertThat(html).doesNotContainPattern(ELSEWHERE);
        assertThat(texts(page, "li")).contains("not valid: <others> took 7 % of the cores");
        assertThat(texts(page, "th")).contains("coming & going", "CPU a packet");
        assertThat(texts(page, "figcaption")).hasSize(8).anyMatch(caption -> caption.startsWith("Latency"));
    }

    @Test
    void whatIsNotKnownHasNoPlot() throws Exception {
        Document page = parse(Page.of(Examples.figures(null, null)));
        assertThat(texts(page, "figcaption")).noneMatch(caption -> caption.startsWith("Memory"));
    }

    @Test
    void aGapInTheFiguresIsAGapInTheLine() {
        String html = Page.of(Examples.figures(4.0, 2.0));
        assertThat(html).containsPattern("class=\"line c0\" d=\"M[0-9. ]+h0M[0-9. ]+h0\"");
    }

    @Test
    void twoServersStandOnOnePage() throws Exception {
        Document page = parse(Page.of(Examples.figures(2.0, null).comparedWith(Examples.figures(5.0, null))));
        assertThat(texts(page, "section")).hasSize(4);
        assertThat(texts(page, "th")).contains("lyceum");
        assertThat(texts(page, "p").getFirst()).contains("2.50 times");
    }
}
