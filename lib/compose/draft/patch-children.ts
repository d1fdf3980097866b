import { commonEnds } from '@/lib/core/common-ends';

/**
 * Makes the children of `live` equal to those of `wanted`, touching as few nodes as possible: what is
 * equal at the start and at the end stays, and a single differing element with the same tag and
 * attributes is entered instead of replaced. Signature and quote therefore keep their very nodes.
 *
 * @returns true when something was changed
 */
export function patchChildren(live: Element, wanted: Element): boolean {
  const old = [...live.childNodes];
  const fresh = [...wanted.childNodes];
  const { head, tail } = commonEnds(old, fresh, (one, other) => one.isEqualNode(other));
  const gone = old.slice(head, old.length - tail);
  const added = fresh.slice(head, fresh.length - tail);
  if (gone.length === 0 && added.length === 0) return false;
  const [oldOne] = gone;
  const [newOne] = added;
  if (gone.length === 1 && added.length === 1 && canEnter(oldOne, newOne)) {
    return patchChildren(oldOne as Element, newOne as Element);
  }
  const before = old[old.length - tail] ?? null;
  for (const node of added) live.insertBefore(node.cloneNode(true), before);
  for (const node of gone) node.remove();
  return true;
}

function canEnter(one: ChildNode | undefined, other: ChildNode | undefined): boolean {
  if (one?.nodeType !== 1 || other?.nodeType !== 1) return false;
  if (one.childNodes.length === 0 || other.childNodes.length === 0) return false;
  return one.cloneNode(false).isEqualNode(other.cloneNode(false));
}
