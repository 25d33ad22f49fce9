// Scripts that the oldest browsers cannot read, or that call what these do not have. A call behind a question (`if (x.y)`,
// `x.y && …`, `typeof`) is fine.
import { data, entry, lacking } from '../compat.mjs';
import { need } from '../lib.mjs';

export const name = 'js';
export const wants = 'site';

/** The newest syntax that Safari 13 reads whole: no `?.`, `??`, private fields, numeric separators or `#!`. */
const SYNTAX = 2019;

/** Names that are too new as MDN knows them, and harmless as a script uses them: { name, in, why }, `in` a part of the file's name. */
const HARMLESS = [
  { name: 'writeText', in: 'assets/reader-', why: 'came with `navigator.clipboard`, which is asked for' },
];

const isNode = (value) => Boolean(value) && typeof value.type === 'string';
const children = (node) => Object.keys(node).filter((key) => key !== 'type').flatMap((key) => node[key]).filter(isNode);

/** Every object and interface that MDN knows, under `javascript.builtins` and `api`; a name's places are found once. */
const places = new Map();
function placesOf(member) {
  if (!places.has(member)) {
    const rooms = [...Object.values(data().javascript.builtins), ...Object.values(data().api)];
    places.set(member, rooms.flatMap((room) => [room[member], room[`${member}_static`]]).filter((one) => one && one.__compat));
  }
  return places.get(member);
}

class Scan {
  constructor(text) {
    this.text = text;
    this.found = [];
    try {
      this.tree = need('acorn').parse(text, { ecmaVersion: SYNTAX, sourceType: 'script', locations: true });
    } catch (error) {
      this.found.push({ line: error.loc ? error.loc.line : 0, name: 'syntax', what: `${error.message}: newer than ECMAScript ${SYNTAX}, or wrong` });
      return;
    }
    this.own = new Set();
    this.declare(this.tree);
    this.visit(this.tree, []);
  }

  /** The names that the script makes itself: variables, parameters, methods, keys, and members that it sets. */
  declare(node) {
    const pattern = (one) => {
      if (!one) return;
      if (one.type === 'Identifier') this.own.add(one.name);
      else children(one.type === 'Property' ? one.value : one).forEach(pattern);
    };
    if (node.type === 'VariableDeclarator') pattern(node.id);
    if (/Function/.test(node.type)) { pattern(node.id); node.params.forEach((one) => pattern(one)); node.params.forEach((one) => children(one).forEach(pattern)); }
    if (node.type === 'ClassDeclaration' || node.type === 'CatchClause') pattern(node.id || node.param);
    if ((node.type === 'MethodDefinition' || node.type === 'Property') && node.key.type === 'Identifier') this.own.add(node.key.name);
    if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression' && node.left.property.type === 'Identifier') this.own.add(node.left.property.name);
    children(node).forEach((child) => this.declare(child));
  }

  /** Whether a question about `name` decides whether this place is reached. */
  isAsked(name, above) {
    const asks = new RegExp(`(\\.|\\b|["'])${name}\\b`);
    return above.some(({ node, child }) => {
      if ((node.type === 'IfStatement' || node.type === 'ConditionalExpression') && child !== node.test) return asks.test(this.text.slice(node.test.start, node.test.end));
      if (node.type === 'LogicalExpression' && child === node.right) return asks.test(this.text.slice(node.left.start, node.left.end));
      return (node.type === 'IfStatement' || node.type === 'ConditionalExpression' || node.type === 'LogicalExpression' || (node.type === 'UnaryExpression' && node.operator === 'typeof'))
        && this.isBareQuestion(node, child);
    });
  }
  /** `x.y` in the place of a question is only asked for, not called. */
  isBareQuestion(node, child) { return ['MemberExpression', 'Identifier'].includes(child.type) && (child === node.test || child === node.left || child === node.argument); }

  note(node, name, entries, above) {
    const short = entries.map(lacking);
    if (!entries.length || short.some((one) => !one.length) || this.isAsked(name, above)) return;
    this.found.push({ line: node.loc.start.line, name, what: `is not known to ${short[0].join(', ')}` });
  }

  member(node, above) {
    const { object, property, computed } = node;
    const name = computed ? (typeof property.value === 'string' ? property.value : '') : property.name;
    if (!name || (object.type === 'MemberExpression' && object.property.name === 'dataset')) return;
    const exact = object.type === 'Identifier' && !this.own.has(object.name) && (entry('javascript', 'builtins', object.name, `${name}_static`) || entry('javascript', 'builtins', object.name, name)
      || entry('api', object.name, `${name}_static`));
    if (exact) this.note(node, name, [exact], above);
    else if (!this.own.has(name)) this.note(node, name, placesOf(name), above);
  }

  visit(node, above) {
    if (node.type === 'MemberExpression') this.member(node, above);
    if (node.type === 'Identifier' && !this.own.has(node.name)) {
      const entries = [entry('javascript', 'builtins', node.name), entry('api', node.name), entry('api', 'Window', node.name)].filter(Boolean);
      this.note(node, node.name, entries, above);
    }
    // A look behind is syntax, but inside of a pattern, where a parser of this ECMAScript lets it pass.
    if (node.type === 'Literal' && node.regex && /\(\?<[=!]/.test(node.regex.pattern)) this.found.push({ line: node.loc.start.line, name: 'syntax', what: 'looks behind in a pattern, which Safari 13 cannot' });
    for (const child of children(node)) {
      const isName = (node.type === 'MemberExpression' && child === node.property && !node.computed) || (['Property', 'MethodDefinition'].includes(node.type) && child === node.key && !node.computed);
      if (!isName) this.visit(child, above.concat({ node, child }));
    }
  }
}

export async function check({ site, say }) {
  for (const file of site.files.filter((one) => /\.m?js$/.test(one))) {
    for (const { line, name: what, what: why } of new Scan(site.text(file)).found) {
      if (!HARMLESS.some((one) => one.name === what && file.includes(one.in))) say('', `${file}:${line}`, `${what} ${why}`);
    }
  }
}
