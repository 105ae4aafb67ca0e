// Frees what a chart drew with when it leaves the page. A browser lends a page sixteen WebGL contexts and, beyond them,
// takes the oldest back: a chart would go blank because of those that went before it.
export default function () {
  const app = document.querySelector(".stApp");
  if (!app || app.dataset.freesWebgl) return;
  app.dataset.freesWebgl = "watched";
  new MutationObserver((changes) => changes.forEach(free)).observe(app, { childList: true, subtree: true });
}

function free({ removedNodes }) {
  for (const node of removedNodes) {
    if (node.nodeType !== Node.ELEMENT_NODE || node.isConnected) continue;
    const canvases = node.matches("canvas.gl-canvas") ? [node] : node.querySelectorAll("canvas.gl-canvas");
    for (const canvas of canvases) canvas.getContext("webgl")?.getExtension("WEBGL_lose_context")?.loseContext();
  }
}
