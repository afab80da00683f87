// The picture of a record's addresses in the last 30 days: one bar for each span of time.
const SVG = "http://www.w3.org/2000/svg";
const DAY = 24 * 60 * 60 * 1000;
export const DAYS = 30;
const WIDTH = 300;
const CLASSES = ["one", "other", "third"];

/** Returns the spans of the picture: [{from, to, addresses}], the oldest first. */
export function spans(history, now) {
  const begin = now - DAYS * DAY;
  const changes = history.map(change => ({at: Date.parse(change.at), addresses: change.addresses}))
    .filter(change => change.at <= now)
    .sort((a, b) => a.at - b.at);
  const spans = [];
  changes.forEach((change, i) => {
    const end = i + 1 < changes.length ? changes[i + 1].at : now;
    if (end > begin) {
      spans.push({from: Math.max(begin, change.at), to: end, addresses: change.addresses});
    }
  });
  return spans;
}

/** Returns the SVG element. */
export function draw(history, now, label) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "timeline");
  svg.setAttribute("viewBox", `0 0 ${WIDTH} 16`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  const begin = now - DAYS * DAY;
  const known = new Map();
  bar(svg, 0, WIDTH, "empty");
  for (const span of spans(history, now)) {
    const text = span.addresses.join(" ");
    if (text === "") {
      continue;
    }
    if (!known.has(text)) {
      known.set(text, CLASSES[known.size % CLASSES.length]);
    }
    const from = (span.from - begin) / (DAYS * DAY) * WIDTH;
    const to = (span.to - begin) / (DAYS * DAY) * WIDTH;
    const title = document.createElementNS(SVG, "title");
    title.textContent = text;
    bar(svg, from, Math.max(1, to - from), known.get(text)).append(title);
  }
  return svg;
}

function bar(svg, x, width, kind) {
  const rect = document.createElementNS(SVG, "rect");
  rect.setAttribute("x", x.toFixed(2));
  rect.setAttribute("y", "2");
  rect.setAttribute("width", width.toFixed(2));
  rect.setAttribute("height", "12");
  rect.setAttribute("class", kind);
  svg.append(rect);
  return rect;
}
