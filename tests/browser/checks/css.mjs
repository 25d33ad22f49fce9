// Style sheets in which something is newer than the oldest browsers that pages are made for, and nothing stands in for it. What
// stands in: an earlier declaration of the same property in the same rule, or `@supports` around it.
import { entry, lacking } from '../compat.mjs';
import { need } from '../lib.mjs';

export const name = 'css';
export const wants = 'site';

/** New things that do no harm where they are not known. `in` narrows an entry to some selectors or declarations. */
const HARMLESS = [
  { feature: 'selector focus-visible', in: /:focus[^,{]*:not\(:focus-visible\)/, why: 'takes the mark of the focus away after a click; without, it is seen then, too' },
  { feature: 'selector details-content', why: 'prints what is closed, by a rule of its own; without, it is printed closed' },
  { feature: 'property accent-color', why: 'the colour of a tick; without, it has the one of the browser' },
  { feature: 'property text-wrap', in: /balance/, why: 'where the lines of titles break' },
  { feature: 'property overscroll-behavior', why: 'whether the page scrolls on when a list in it has come to its end' },
  { feature: 'value overflow-wrap anywhere', in: /^(?!body\b|html\b)/, why: 'body has `break-word`, which is inherited: long words break, too' },
  { feature: 'property scroll-behavior', why: 'jumps where it would glide' },
  { feature: 'media forced-colors', why: 'who does not know it has no forced colours' },
  { feature: 'property forced-color-adjust', why: 'stands in forced-colors' },
  { feature: 'property text-size-adjust', why: 'keeps phones from enlarging text; without, it is larger' },
  { feature: 'property color-scheme', why: 'the colours of scroll bars; the page has its own' },
  { feature: 'at-rule page', why: 'the margins of paper; without, it has those of the browser' },
  { feature: 'at-rule page at_bottom-center', why: 'the numbers of printed pages, in a rule of its own' },
  { feature: /^value (page-)?break-(before|after) avoid$/, why: 'where a sheet of paper ends; without, after any paragraph' },
  { feature: 'selector has', in: /picture-head/, why: 'one picture more on paper, by a rule of its own' },
  { feature: 'property cursor', why: 'the shape of a pointer, which phones have not' },
  { feature: 'property resize', why: 'a handle at a field, which phones have not' },
];
const isHarmless = ({ feature, place }) => HARMLESS.some((one) => (one.feature instanceof RegExp ? one.feature.test(feature) : one.feature === feature) && (!one.in || one.in.test(place)));

/** What MDN calls the units of length that are newer than the pixel. */
const UNITS = [[/^[d]v/, 'viewport_percentage_units_dynamic'], [/^[s]v/, 'viewport_percentage_units_small'], [/^[l]v/, 'viewport_percentage_units_large'], [/^cq/, 'container_query_length_units']];
const PREFIX = /^-(webkit|moz|ms|o)-/;
const isPrefixed = (name) => PREFIX.test(name);
const isFlex = (declaration, css) => declaration.property === 'display' && /\bflex$/.test(css.generate(declaration.value));

/** Walks a style sheet and notes what is too new in it: { line, feature, what, place }. */
class Scan {
  constructor(text) {
    this.css = need('css-tree');
    this.found = [];
    this.fail = (error) => this.found.push({ line: error.line, feature: 'syntax', what: error.message, place: '' });
    this.tree = this.css.parse(text, { positions: true, parseCustomProperty: true, onParseError: this.fail });
    this.flexible = this.flexBoxes();
    for (const node of this.tree.children) this.part(node, { within: [] });
  }

  note(node, feature, found, place) {
    const browsers = found ? lacking(found) : [];
    if (browsers.length) this.found.push({ line: node.loc.start.line, feature, what: `is not known to ${browsers.join(', ')}`, place });
    return browsers.length > 0;
  }

  /** The selectors of all rules that make a flex box, wherever they stand. */
  flexBoxes() {
    const out = new Set();
    const { css } = this;
    css.walk(this.tree, { visit: 'Declaration', enter(node) {
      if (isFlex(node, css) && this.rule) for (const selector of this.rule.prelude.children || []) out.add(css.generate(selector));
    } });
    return out;
  }

  part(node, { within }) {
    if (node.type === 'Atrule') this.atRule(node, within);
    else if (node.type === 'Rule') this.rule(node, within);
  }

  atRule(node, within) {
    if (node.name === 'supports') return; // what is in it is asked for
    const outer = within[within.length - 1];
    if (outer === 'page') this.note(node, `at-rule page at_${node.name}`, entry('css', 'at-rules', 'page', `at_${node.name}`), '');
    else if (!isPrefixed(node.name)) this.note(node, `at-rule ${node.name}`, entry('css', 'at-rules', node.name), '');
    if (node.name === 'media' && node.prelude) this.media(node.prelude);
    if (!node.block) return;
    const declarations = node.block.children.filter(({ type }) => type === 'Declaration');
    this.declarations(declarations.toArray(), [], `@${node.name}`);
    for (const child of node.block.children) this.part(child, { within: within.concat(node.name) });
  }
  media(prelude) {
    this.css.walk(prelude, (node) => {
      if (node.type === 'Feature') this.note(node, `media ${node.name}`, entry('css', 'at-rules', 'media', node.name.replace(/^(min|max)-/, '')), this.css.generate(prelude));
      if (node.type === 'FeatureRange') this.note(node, 'media range_syntax', entry('css', 'at-rules', 'media', 'range_syntax'), this.css.generate(prelude));
    });
  }

  rule(node, within) {
    const place = this.css.generate(node.prelude);
    const before = this.found.length;
    this.css.walk(node.prelude, (part) => {
      if (part.type === 'NestingSelector') this.note(part, 'selector nesting', entry('css', 'selectors', 'nesting'), place);
      if (!/^Pseudo/.test(part.type) || isPrefixed(part.name)) return;
      this.note(part, `selector ${part.name}`, entry('css', 'selectors', part.name), place);
      const list = part.name === 'not' && part.children && part.children.first;
      if (list && list.type === 'SelectorList' && (list.children.size > 1 || list.children.some((one) => one.children.size > 1))) {
        this.note(part, 'selector not selector_list', entry('css', 'selectors', 'not', 'selector_list'), place);
      }
    });
    if (this.found.length > before && !place.includes('&')) return; // a browser that does not know the selector drops the rule
    const inner = node.block.children.toArray();
    if (within.includes('rule')) this.note(node, 'selector nesting', entry('css', 'selectors', 'nesting'), place);
    this.declarations(inner.filter(({ type }) => type === 'Declaration'), Array.from(node.prelude.children || [], (one) => this.css.generate(one)), place);
    for (const child of inner) this.part(child, { within: within.concat('rule') });
  }

  /** Declarations of one block: what is new in one is fine where the same property was set before it without. */
  declarations(all, selectors, place) {
    const set = new Set();
    for (const one of all) {
      const before = this.found.length;
      this.declaration(one, selectors, place);
      if (set.has(one.property)) this.found.length = before;
      if (this.found.length === before) set.add(one.property.replace(PREFIX, ''));
    }
  }
  declaration(node, selectors, place) {
    const { property, value } = node;
    const text = `${place} { ${property}: ${this.css.generate(value)} }`;
    if (!property.startsWith('--') && !isPrefixed(property)) {
      const known = entry('css', 'properties', property);
      if (!known) this.found.push({ line: node.loc.start.line, feature: `property ${property}`, what: 'is no property that MDN knows', place: text });
      else if (this.note(node, `property ${property}`, known, text)) return;
    }
    if (/^(row-|column-)?gap$/.test(property) && selectors.some((one) => this.flexible.has(one))) {
      this.note(node, 'gap in a flex box', entry('css', 'properties', property === 'gap' ? 'gap' : property, 'flex_context'), text);
    }
    let isAfterSlash = false;
    this.css.walk(value, (part) => {
      const { name, type, unit } = part;
      if (type === 'Identifier') this.note(part, `value ${property} ${name}`, entry('css', 'properties', property, name), text);
      if (type === 'Function') this.note(part, `function ${name}`, entry('css', 'properties', property, name) || entry('css', 'types', name) || entry('css', 'types', 'color', name), text);
      if (type === 'Dimension') this.unit(part, unit, text);
      isAfterSlash = isAfterSlash || (type === 'Operator' && part.value === '/');
    });
    if (property === 'content' && isAfterSlash) this.note(node, 'value content alt_text', entry('css', 'properties', 'content', 'alt_text'), text);
  }
  unit(node, unit, text) {
    const [, kind] = UNITS.find(([form]) => form.test(unit)) || [null, unit];
    this.note(node, `unit ${unit}`, entry('css', 'types', 'length', kind), text);
  }
}

export async function check({ site, say }) {
  const sheets = site.files.filter((file) => file.endsWith('.css')).map((file) => [file, site.text(file)]);
  for (const page of site.documents) for (const [, text] of site.text(page).matchAll(/<style>([\s\S]*?)<\/style>/g)) sheets.push([page, text]);
  for (const [file, text] of sheets) {
    for (const found of new Scan(text).found) {
      if (!isHarmless(found)) say('', `${file}:${found.line}`, `${found.feature} ${found.what}: ${found.place.slice(0, 160)}`);
    }
  }
}
