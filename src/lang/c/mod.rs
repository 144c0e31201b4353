//! C and C++ through facts: the walk over a file; what stands in it is read by the rooms below.

mod declarations;
mod expressions;
mod functions;
mod preprocessor;
mod streams;
mod strings;
#[cfg(test)]
mod tests;

use tree_sitter::{Node, Tree};

use super::builder::Builder;
use super::tree::{kinds, span};
use super::walk::{Cursors, fields, walks};
use super::{Parsers, Reading};
use crate::model::facts::{Call, CallId, ValueId, ValueKind};
use crate::model::language::Dialect;

kinds! { Kind for [Dialect::C, Dialect::Cpp];
    AbstractFunction = "abstract_function_declarator",
    Alias = "alias_declaration",
    Arguments = "argument_list",
    ArrayDeclarator = "array_declarator",
    Assignment = "assignment_expression",
    BaseClause = "base_class_clause",
    Binary = "binary_expression",
    Call = "call_expression",
    Cast = "cast_expression",
    Character = "char_literal",
    Class = "class_specifier",
    Comment = "comment",
    CompoundLiteral = "compound_literal_expression",
    Concatenated = "concatenated_string",
    Conditional = "conditional_expression",
    Declaration = "declaration",
    Define = "preproc_def",
    DefineFunction = "preproc_function_def",
    Destructor = "destructor_name",
    Enumerator = "enumerator",
    False = "false",
    Field = "field_expression",
    FieldDeclaration = "field_declaration",
    FieldIdentifier = "field_identifier",
    FieldInitializer = "field_initializer",
    ForRange = "for_range_loop",
    Function = "function_definition",
    FunctionDeclarator = "function_declarator",
    Identifier = "identifier",
    Include = "preproc_include",
    InitDeclarator = "init_declarator",
    InitializerList = "initializer_list",
    InitializerPair = "initializer_pair",
    Lambda = "lambda_expression",
    NamespaceAlias = "namespace_alias_definition",
    NamespaceIdentifier = "namespace_identifier",
    New = "new_expression",
    Null = "null",
    Number = "number_literal",
    OptionalParameter = "optional_parameter_declaration",
    Parameter = "parameter_declaration",
    Parenthesized = "parenthesized_expression",
    ParenthesizedDeclarator = "parenthesized_declarator",
    Pointer = "pointer_expression",
    PointerDeclarator = "pointer_declarator",
    PrimitiveType = "primitive_type",
    Qualified = "qualified_identifier",
    RawString = "raw_string_literal",
    ReferenceDeclarator = "reference_declarator",
    Return = "return_statement",
    String = "string_literal",
    Struct = "struct_specifier",
    Subscript = "subscript_expression",
    TemplateFunction = "template_function",
    TemplateType = "template_type",
    This = "this",
    True = "true",
    TypeDescriptor = "type_descriptor",
    TypeIdentifier = "type_identifier",
    Typedef = "type_definition",
    Unary = "unary_expression",
    Using = "using_declaration",
}

fields! { Fields for [Dialect::C, Dialect::Cpp];
    argument = "argument",
    arguments = "arguments",
    body = "body",
    condition = "condition",
    declarator = "declarator",
    default = "default_value",
    field = "field",
    function = "function",
    kind = "type",
    left = "left",
    name = "name",
    operator = "operator",
    parameters = "parameters",
    path = "path",
    right = "right",
    scope = "scope",
    value = "value",
}

/// Reads a file. A header may be of either language; it says so itself.
pub fn read<'s>(parsers: &mut Parsers, dialect: Dialect, text: &'s str) -> Reading<'s> {
    let dialect = match dialect {
        Dialect::C if is_cpp(text) => Dialect::Cpp,
        dialect => dialect,
    };
    let Some(tree) = parsers.parse(dialect, text) else {
        return Reading::stopped();
    };
    let bodies = preprocessor::bodies(parsers, dialect, text, &tree);
    let mut build = Builder::default();
    walk(dialect, text, &tree, &mut build);
    for (define, body) in &bodies {
        preprocessor::expand(dialect, text, define, body, &mut build);
    }
    Reading::whole(build.finish(), tree.root_node().has_error())
}

fn walk<'s>(dialect: Dialect, text: &'s str, tree: &Tree, build: &mut Builder<'s>) {
    let mut reader = Reader {
        text,
        kinds: Kind::table(dialect),
        fields: Fields::of(dialect),
        build,
        cursors: Cursors::default(),
        links: Vec::new(),
    };
    reader.visit(tree.root_node());
}

/// Whether a file that is named like one of C holds C++.
fn is_cpp(text: &str) -> bool {
    text.contains("::")
        && ["namespace ", "class ", "template", "std::", "using "]
            .iter()
            .any(|word| text.contains(word))
        || text.contains("\nnamespace ")
        || text.contains("\nclass ")
}

/// The state of one walk.
struct Reader<'b, 's, 't> {
    text: &'s str,
    kinds: &'static [Kind],
    fields: &'static Fields,
    build: &'b mut Builder<'s>,
    cursors: Cursors<'t>,
    /// The calls, members and operands of the chains being read; each chain uses the end of it.
    links: Vec<(Node<'t>, CallId)>,
}

impl<'s, 't> Reader<'_, 's, 't> {
    /// The source of a node.
    fn source(&self, node: Node<'t>) -> &'s str {
        span(node).of(self.text)
    }

    fn kind(&self, node: Node<'t>) -> Kind {
        let kind = self.kinds.get(node.kind_id() as usize);
        kind.copied().unwrap_or(Kind::Other)
    }

    /// The child in a field.
    #[expect(clippy::unused_self, reason = "reads like the rest of the walk")]
    fn part(&self, node: Node<'t>, field: u16) -> Option<Node<'t>> {
        node.child_by_field_id(field)
    }

    walks!(reader, node => reader.kind(node) == Kind::Comment);

    /// Takes the facts of `node`; whether the walk should look at its children too.
    fn enter(&mut self, node: Node<'t>) -> bool {
        match self.kind(node) {
            Kind::Comment => self.comment(node),
            Kind::Include => self.include(node),
            Kind::Using => self.using(node),
            Kind::NamespaceAlias => self.namespace_alias(node),
            Kind::Define => self.define(node),
            // Read on their own, where they may hand something on.
            Kind::DefineFunction => {}
            Kind::Class | Kind::Struct => return self.type_specifier(node),
            Kind::Function => self.function_definition(node),
            Kind::Declaration => self.declaration(node),
            Kind::FieldDeclaration => self.field_declaration(node),
            Kind::FieldInitializer => self.field_initializer(node),
            Kind::ForRange => {
                self.for_range(node);
                return true;
            }
            Kind::Assignment => self.assignment(node),
            Kind::Return => self.return_statement(node),
            Kind::Call
            | Kind::Field
            | Kind::Subscript
            | Kind::New
            | Kind::Lambda
            | Kind::CompoundLiteral
            | Kind::Binary
            | Kind::Conditional => {
                self.value(node);
            }
            Kind::TypeDescriptor
            | Kind::Qualified
            | Kind::TemplateType
            | Kind::String
            | Kind::Concatenated
            | Kind::Identifier => {}
            _ => return true,
        }
        false
    }

    fn other(&mut self, node: Node<'t>) -> ValueId {
        self.build.value(ValueKind::Other, span(node))
    }

    fn call_mut(&mut self, id: CallId) -> &mut Call<'s> {
        &mut self.build.facts.calls[id.0 as usize]
    }
}
