import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

export interface DropZoneProps {
  onFile(file: File): void;
  /** Says what may be dropped, and holds the buttons that do the same. */
  children: ComponentChildren;
}

/** Takes a file that is dropped on it: a shortcut beside a button that does the same. */
export function DropZone({ onFile, children }: DropZoneProps) {
  const [over, setOver] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut, the button inside does the same
    <div
      class="drop"
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer?.files[0];
        if (file) onFile(file);
      }}
    >
      {children}
    </div>
  );
}
