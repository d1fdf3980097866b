import type { ComponentChildren } from 'preact';

export interface MarkedTextProps {
  text: string;
  /** `⟦1⟧` → its name. A token without a name stays as it is. */
  tokenLabels?: Readonly<Record<string, string>>;
}

/** Text in which tokens of links, images and mentions stand as small named chips. */
export function MarkedText({ text, tokenLabels = {} }: MarkedTextProps) {
  if (!text.includes('⟦')) return <>{text}</>;
  const parts: ComponentChildren[] = text.split(/(⟦[^⟧]*⟧)/).map((part, index) => {
    const label = tokenLabels[part];
    if (label === undefined) return part;
    return (
      <span key={index} class="atom">
        {label}
      </span>
    );
  });
  return <>{parts}</>;
}
