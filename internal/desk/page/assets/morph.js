// A fragment of the server replaces what stands on the page, node by node: a node that is the
// same stays, so that focus, caret, scroll position and half-typed text stay, too.

// These attributes belong to the reader and to the script, not to the server.
const ours = new Set(["open", "tabindex"]);

/** parse returns the first element of a fragment. */
export function parse(html) {
  return new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
}

/** morph makes an element like another one. */
export function morph(from, to) {
  if (from.isEqualNode(to)) return;
  // Why the last attempt failed is said until the next one.
  if (from.matches("p.error") && to.matches("p.error:empty")) return;
  attributes(from, to);
  // Details that were fetched apart are not in the fragment.
  if (from.dataset.keep !== undefined && !to.hasChildNodes()) return;
  children(from, to);
}

function attributes(from, to) {
  for (const { name } of [...from.attributes]) {
    if (!to.hasAttribute(name) && !ours.has(name)) from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value && !ours.has(name)) from.setAttribute(name, value);
  }
}

function children(from, to) {
  const wanted = new Set([...to.children].map((node) => node.id).filter(Boolean));
  const known = new Map();
  for (const node of [...from.children]) {
    if (!node.id) continue;
    if (wanted.has(node.id)) known.set(node.id, node);
    else node.remove(); // first, so that no node that stays has to move past it
  }
  let at = from.firstChild;
  for (const node of [...to.childNodes]) {
    const same = node.id ? known.get(node.id) : alike(at, node) ? at : null;
    if (!same) {
      from.insertBefore(document.importNode(node, true), at);
      continue;
    }
    if (same === at) at = at.nextSibling;
    else from.insertBefore(same, at);
    if (same.nodeType === Node.ELEMENT_NODE) morph(same, node);
    else if (same.nodeValue !== node.nodeValue) same.nodeValue = node.nodeValue;
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

function alike(a, b) {
  return Boolean(a) && a.nodeName === b.nodeName && !a.id && !b.id;
}
