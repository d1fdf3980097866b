export interface MailPreviewProps {
  title: string;
  html: string;
}

/** Nothing is loaded from outside, whatever stands in the mail; styles and pictures inside it are shown. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/**
 * A mail as it will arrive, in a frame of its own without scripts, forms, links that lead anywhere or remote
 * pictures. Mails are written for white paper, so it stays white in the dark.
 */
export function MailPreview({ title, html }: MailPreviewProps) {
  const page = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><base target="_blank"><style>:root{color-scheme:light}body{margin:14px 16px;background:#fff;color:#1f2328;font:14px/1.5 Arial,Helvetica,sans-serif;overflow-wrap:anywhere}img{max-width:100%}</style>${html}`;
  return <iframe class="mail-preview" title={title} sandbox="" srcdoc={page} />;
}
