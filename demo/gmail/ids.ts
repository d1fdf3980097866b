let next = 0;

/** An id in Gmail's manner (`:6t`): never the same twice on one page. */
export function gmailId(): string {
  next += 1;
  return `:${(next + 130).toString(36)}`;
}
