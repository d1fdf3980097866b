import { render } from 'preact';
import '@/components/pages.css';
import './gallery.css';
import { parts } from './parts';
import type { Locale } from './samples';
import { samples } from './samples';

/**
 * Every part in every state, for looking at it: `?part=review-changes&lang=fr&theme=dark`. Not shipped.
 */
const asked = new URLSearchParams(location.search);
const locale = (asked.get('lang') ?? 'fr') as Locale;
document.documentElement.lang = locale;
document.documentElement.dataset.theme = asked.get('theme') ?? 'light';

const place = document.getElementById('gallery');
const part = parts[asked.get('part') ?? ''];
if (place) {
  render(part ? part(await samples(locale)) : <Index />, place);
}

function Index() {
  return (
    <ul>
      {Object.keys(parts).map((name) => (
        <li key={name}>
          <a href={`?part=${name}`}>{name}</a>
        </li>
      ))}
    </ul>
  );
}
