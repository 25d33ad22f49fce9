//! JSON Schemas of the typed structs, as the reader of this room takes them.
//!
//! In: a type with `JsonSchema`. Out: a schema (draft 2020-12) that takes what [`super::read`] takes without a word: one
//! value where a list belongs, a number or truth value where a text belongs, nothing at all after a key. Unknown keys are
//! refused, as there.

use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings, transform::transform_subschemas};
use serde_json::{Map, Value, json};

/// The schema of `T`, under this title.
pub fn schema_of<T: JsonSchema>(title: &str) -> Value {
    let mut schema = SchemaGenerator::new(SchemaSettings::draft2020_12()).into_root_schema_for::<T>();
    as_read(&mut schema);
    let mut value = schema.to_value();
    if let Some(object) = value.as_object_mut() {
        object.insert("title".into(), title.into());
    }
    value
}

fn as_read(schema: &mut Schema) {
    transform_subschemas(&mut as_read, schema);
    let Some(object) = schema.as_object_mut() else { return };
    // What counts where nothing is said is for the description to tell.
    object.remove("default");
    if object.get("properties").is_some() {
        object.entry("additionalProperties").or_insert(json!(false));
    }
    required_are_there(object);
    let types = match object.get("type") {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => return,
    };
    let is = |wanted: &str| types.iter().any(|t| t == wanted);
    if is("array") {
        alone_or_list(object);
    } else if is("string") && object.get("enum").is_none() && object.get("const").is_none() {
        object.insert("type".into(), json!(["string", "number", "boolean", "null"]));
    } else if is("integer") || is("boolean") || is("object") {
        let mut types = types;
        types.push("null".to_owned());
        types.dedup();
        object.insert("type".into(), json!(types));
    }
}

/// What is required cannot be left empty.
fn required_are_there(object: &mut Map<String, Value>) {
    let required: Vec<String> = match object.get("required") {
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => return,
    };
    let Some(Value::Object(properties)) = object.get_mut("properties") else { return };
    for name in required {
        if let Some(Value::Array(types)) = properties.get_mut(&name).and_then(|p| p.get_mut("type")) {
            types.retain(|t| t != "null");
        }
    }
}

/// One value stands for a list of one.
fn alone_or_list(object: &mut Map<String, Value>) {
    let items = object.remove("items").unwrap_or(json!(true));
    object.remove("type");
    object.insert("anyOf".into(), json!([items.clone(), { "type": ["array", "null"], "items": items }]));
}
