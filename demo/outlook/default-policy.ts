// Outlook on the web defines the page's default Trusted Types policy itself: an extension that made
// one of that name would break it. Imported first, so that it stands before any other code runs.
interface DefaultPolicyFactory {
  createPolicy(name: string, rules: { createHTML(text: string): string }): unknown;
}
const factory = (window as { trustedTypes?: DefaultPolicyFactory }).trustedTypes;
factory?.createPolicy('default', {
  createHTML: (text) => text.replace(/<(script|iframe|object|embed)\b/gi, '&lt;$1'),
});
