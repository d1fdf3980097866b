import { X } from 'lucide-preact';

export interface ToastProps {
  text: string;
  undo?: { label: string; run(): void };
  labels: { close: string };
  onClose(): void;
}

/** A short word after an action, with the way back. It stays until closed or replaced by its owner. */
export function Toast({ text, undo, labels, onClose }: ToastProps) {
  return (
    <div class="toast" role="status">
      <span class="toast-text">{text}</span>
      {undo && (
        <button type="button" class="link-button" data-action="undo" onClick={undo.run}>
          {undo.label}
        </button>
      )}
      <button
        type="button"
        class="icon-button"
        aria-label={labels.close}
        title={labels.close}
        onClick={onClose}
      >
        <X size={17} strokeWidth={1.9} aria-hidden="true" />
      </button>
    </div>
  );
}
