// JSON Schemas (2020-12) of TypeScript types: what is in the type is in the schema, and its comments are the descriptions.
import ts from 'typescript';

const { TypeFlags, ObjectFlags } = ts;

/** Gives schemas of types, and gathers those of named types as components that refer to one another. */
export class Schemas {
  /** Of named types of ours, by name. */
  components = {};
  #declarations = new Map();

  constructor(checker, root) {
    this.checker = checker;
    this.root = root;
  }

  of(type) {
    const name = this.#nameOf(type);
    return name === undefined ? this.#inline(type) : this.#component(name, type);
  }

  #component(name, type) {
    const symbol = type.aliasSymbol ?? type.symbol;
    const known = this.#declarations.get(name);
    if (known === undefined) {
      this.#declarations.set(name, symbol);
      const description = commentOf(symbol, this.checker);
      // Set before it is filled: a type may contain itself.
      const component = (this.components[name] = {});
      Object.assign(component, description === '' ? {} : { description }, this.#inline(type));
    } else if (known !== symbol) throw new Error(`Two types of the HTTP API are called ${name}: give one of them another name.`);
    return { $ref: `#/components/schemas/${name}` };
  }

  /** Its name, where it is a type of ours that has one and takes no parameters. */
  #nameOf(type) {
    const symbol = type.aliasSymbol ?? (isNamed(type) ? type.symbol : undefined);
    const declaration = symbol?.declarations?.[0];
    if (declaration === undefined || (type.aliasTypeArguments ?? type.typeArguments ?? []).length > 0) return undefined;
    return declaration.getSourceFile().fileName.startsWith(`${this.root}src/`) ? symbol.name : undefined;
  }

  #inline(type) {
    const { flags } = type;
    if (flags & (TypeFlags.Unknown | TypeFlags.Any)) return {};
    if (flags & TypeFlags.Null) return { type: 'null' };
    if (flags & TypeFlags.Boolean) return { type: 'boolean' };
    if (flags & TypeFlags.BooleanLiteral) return { const: type.intrinsicName === 'true' };
    if (flags & (TypeFlags.StringLiteral | TypeFlags.NumberLiteral)) return { const: type.value };
    if (flags & TypeFlags.StringLike) return { type: 'string' };
    if (flags & TypeFlags.NumberLike) return { type: 'number' };
    if (type.isUnion()) return this.#union(type);
    if (this.checker.isArrayLikeType(type)) return this.#list(type);
    if (flags & (TypeFlags.Object | TypeFlags.Intersection)) return this.#object(type);
    throw new Error(`${this.checker.typeToString(type)} cannot go over HTTP as JSON.`);
  }

  #union({ types }) {
    // What is there before what is not.
    const isNull = ({ flags }) => (flags & TypeFlags.Null ? 1 : 0);
    const said = types.filter(({ flags }) => !(flags & TypeFlags.Undefined)).sort((a, b) => isNull(a) - isNull(b));
    const values = said.filter((type) => type.isLiteral());
    const isBoolean = said.filter(({ flags }) => flags & TypeFlags.BooleanLiteral).length === 2;
    const others = said.filter((type) => !values.includes(type) && !(isBoolean && type.flags & TypeFlags.BooleanLiteral));
    const schemas = [
      ...(values.length === 0 ? [] : [values.length === 1 ? this.of(values[0]) : { enum: values.map(({ value }) => value) }]),
      ...(isBoolean ? [{ type: 'boolean' }] : []),
      ...others.map((type) => this.of(type)),
    ];
    if (schemas.length === 1) return schemas[0];
    const plain = schemas.every((schema) => Object.keys(schema).join() === 'type');
    return plain ? { type: schemas.map(({ type }) => type) } : { anyOf: schemas };
  }

  #list(type) {
    const [item] = this.checker.getTypeArguments(type);
    return { type: 'array', items: this.of(item) };
  }

  #object(type) {
    if (type.symbol?.name === 'Date') return { type: 'string', format: 'date-time' };
    const properties = {};
    const required = [];
    for (const property of this.checker.getPropertiesOfType(type)) {
      const description = commentOf(property, this.checker);
      const schema = this.of(this.checker.getTypeOfSymbol(property));
      properties[property.name] = description === '' ? schema : { ...schema, description };
      if (!(property.flags & ts.SymbolFlags.Optional)) required.push(property.name);
    }
    const others = this.checker.getIndexInfosOfType(type)[0]?.type;
    return {
      type: 'object',
      ...(Object.keys(properties).length === 0 ? {} : { properties }),
      ...(required.length === 0 ? {} : { required }),
      ...(others === undefined || others.flags & TypeFlags.Never ? {} : { additionalProperties: this.of(others) }),
    };
  }
}

function isNamed(type) {
  return (type.objectFlags & ObjectFlags.ClassOrInterface) !== 0;
}

/** The docstring of something, on lines as long as the reader's. */
export function commentOf(symbol, checker) {
  return ts
    .displayPartsToString(symbol.getDocumentationComment(checker))
    .replace(/\s*\n\s*/g, ' ')
    .trim();
}
