// What the oldest browsers that guides are made for can do, out of MDN's tables (browser-compat-data): the floors of DESIGN
// are Chrome 95 and Safari 13.
import { need } from './lib.mjs';

const FLOORS = { chrome: 95, safari: 13, safari_ios: 13 };
let table;
export const data = () => { table = table || need('@mdn/browser-compat-data'); return table; };

/** The entry of a dotted name, or nothing: `css.properties.gap`. A name may have dots or be one of the object's own. */
export function entry(...names) {
  let at = data();
  for (const name of names) at = at && Object.hasOwn(at, name) ? at[name] : undefined;
  return at && at.__compat ? at : undefined;
}

const isIn = (statement, floor) => {
  if (!statement || statement.flags || statement.prefix || statement.alternative_name) return false;
  const since = statement.version_added;
  if (typeof since !== 'string' || since === 'preview') return false;
  return parseFloat(since.replace('≤', '')) <= floor;
};

/** The browsers of the floors that do not know it; none where all of them do. */
export function lacking({ __compat: { support } }) {
  return Object.entries(FLOORS).filter(([browser, floor]) => ![].concat(support[browser]).some((one) => isIn(one, floor)))
    .map(([browser]) => {
      const first = [].concat(support[browser] || [])[0];
      return `${browser} (${first && first.version_added ? `since ${first.version_added}` : 'never'})`;
    });
}
