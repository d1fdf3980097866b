import { X } from 'lucide-preact';
import { useEffect, useRef } from 'preact/hooks';
import { IconButton } from './icon-button';

export interface ToastProps {
  text: string;
  undo?: { label: string; run(): void };
  labels: { close: string };
  onClose(): void;
}

/**
 * A short word after an action, with the way back. Nobody has to hurry: it stays until it is closed, replaced, or
 * the reader goes to another view.
 */
export function Toast({ text, undo, labels, onClose }: ToastProps) {
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    const at = location.href;
    // The action itself may have led here; its own change of address is told late.
    const leave = (): void => {
      if (location.href !== at) close.current();
    };
    addEventListener('hashchange', leave);
    return () => removeEventListener('hashchange', leave);
  }, [text]);
  return (
    <div class="toast-place">
      <div class="toast" role="status">
        <span class="toast-text">{text}</span>
        {undo && (
          <button type="button" class="link-button" data-action="undo" onClick={undo.run}>
            {undo.label}
          </button>
        )}
        <IconButton
          label={labels.close}
          icon={<X size={17} strokeWidth={1.9} aria-hidden="true" />}
          onPress={onClose}
        />
      </div>
    </div>
  );
}
