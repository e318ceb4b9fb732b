package org.cellnest.integration.dashboard;

/** Finds text that is hard to read: a contrast below 4.5 to 1, or 3 to 1 where it is large (WCAG 2.2, 1.4.3). */
final class Contrast {
    /** An expression: a list of what falls short, empty if nothing does. */
    static final String SCRIPT = """
            (() => {
              const channels = (colour) => {
                const canvas = new OffscreenCanvas(1, 1).getContext("2d");
                canvas.fillStyle = colour;
                canvas.fillRect(0, 0, 1, 1);
                return [...canvas.getImageData(0, 0, 1, 1).data];
              };
              const over = ([r, g, b, a], [r2, g2, b2]) => [r, g, b].map((one, i) => (one * a + [r2, g2, b2][i] * (255 - a)) / 255);
              const ground = (element) => {
                const layers = [];
                for (let at = element; at; at = at.parentElement) layers.unshift(channels(getComputedStyle(at).backgroundColor));
                return layers.reduce((below, layer) => over(layer, below), [255, 255, 255]);
              };
              const light = (colour) => {
                const [r, g, b] = colour.map((one) => one / 255).map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const short = new Set();
              for (const element of document.querySelectorAll("body *")) {
                const text = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join("");
                if (!text || !element.checkVisibility() || element.closest("script, noscript, option, .unseen")) continue;
                const style = getComputedStyle(element);
                const below = ground(element);
                const [one, two] = [light(over(channels(style.color), below)), light(below)].sort((a, b) => b - a);
                const ratio = (one + 0.05) / (two + 0.05);
                const size = parseFloat(style.fontSize);
                const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
                if (ratio < (large ? 3 : 4.5)) short.add(`${element.className || element.nodeName} "${text.slice(0, 20)}" ${ratio.toFixed(2)}`);
              }
              return [...short];
            })()
            """;

    private Contrast() {}
}
