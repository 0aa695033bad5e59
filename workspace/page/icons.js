// Small drawings, so that the page looks the same where no emoji font is installed.

const PATHS = {
  up: "M7 21H4a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1h3m0 10V11m0 10h9.3a2 2 0 0 0 2-1.6l1.5-7a2 2 0 0 0-2-2.4H14V5.5A2.5 2.5 0 0 0 11.5 3L7 11",
  down: "M7 3H4a1 1 0 0 0-1 1v8a1 1 0 0 0 1 1h3M7 3v10M7 3h9.3a2 2 0 0 1 2 1.6l1.5 7a2 2 0 0 1-2 2.4H14v4.5a2.5 2.5 0 0 1-2.5 2.5L7 13",
  eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12Zm10 3a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z",
  lock: "M6 11V8a6 6 0 1 1 12 0v3M5 11h14v10H5Z",
  reply: "M21 12a8 8 0 0 1-8 8H4l2-3a8 8 0 1 1 15-5Z",
  bolt: "M13 2 4 14h7l-1 8 9-12h-7Z",
  stop: "M6 6h12v12H6Z",
  picture: "M3 5h18v14H3Zm0 11 5-5 5 5 3-3 5 5M15 9h.01",
  file: "M6 3h8l5 5v13H6Zm8 0v5h5",
  send: "M3 11 21 3l-8 18-2-8Z",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
