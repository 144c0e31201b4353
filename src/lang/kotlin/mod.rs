//! Kotlin through facts: the walk over a file; what stands in it is read by the rooms below.

mod declarations;
mod expressions;
mod functions;
mod strings;
#[cfg(test)]
mod tests;

use tree_sitter::Node;

use super::builder::Builder;
use super::tree::{kinds, span};
use super::walk::{Cursors, fields, walks};
use super::{Parsers, Reading};
use crate::model::facts::{CallId, ValueId, ValueKind};
use crate::model::language::Dialect;

kinds! { Kind for Dialect::Kotlin;
    AnnotatedExpression = "annotated_expression",
    AnnotatedLambda = "annotated_lambda",
    Annotation = "annotation",
    AnonymousFunction = "anonymous_function",
    As = "as_expression",
    Assignment = "assignment",
    Binary = "binary_expression",
    Block = "block",
    BlockComment = "block_comment",
    Call = "call_expression",
    CallableReference = "callable_reference",
    Catch = "catch_block",
    Character = "character_literal",
    Class = "class_declaration",
    ClassBody = "class_body",
    ClassParameter = "class_parameter",
    ClassParameters = "class_parameters",
    CollectionLiteral = "collection_literal",
    Companion = "companion_object",
    ConstructorDelegation = "constructor_delegation_call",
    ConstructorInvocation = "constructor_invocation",
    DelegationSpecifier = "delegation_specifier",
    DelegationSpecifiers = "delegation_specifiers",
    EnumBody = "enum_class_body",
    EnumEntry = "enum_entry",
    ExplicitDelegation = "explicit_delegation",
    FileAnnotation = "file_annotation",
    Finally = "finally_block",
    Float = "float_literal",
    Function = "function_declaration",
    FunctionBody = "function_body",
    FunctionParameters = "function_value_parameters",
    FunctionType = "function_type",
    Getter = "getter",
    Identifier = "identifier",
    If = "if_expression",
    Import = "import",
    Index = "index_expression",
    Infix = "infix_expression",
    Initializer = "anonymous_initializer",
    Interpolation = "interpolation",
    Labeled = "labeled_expression",
    Lambda = "lambda_literal",
    LambdaParameters = "lambda_parameters",
    LineComment = "line_comment",
    Modifiers = "modifiers",
    MultilineString = "multiline_string_literal",
    MultiVariable = "multi_variable_declaration",
    Navigation = "navigation_expression",
    NullableType = "nullable_type",
    Number = "number_literal",
    Object = "object_declaration",
    ObjectLiteral = "object_literal",
    Package = "package_header",
    Parameter = "parameter",
    ParameterModifiers = "parameter_modifiers",
    Parenthesized = "parenthesized_expression",
    PrimaryConstructor = "primary_constructor",
    Property = "property_declaration",
    PropertyDelegate = "property_delegate",
    Return = "return_expression",
    SecondaryConstructor = "secondary_constructor",
    Setter = "setter",
    Spread = "spread_expression",
    String = "string_literal",
    Super = "super_expression",
    This = "this_expression",
    Throw = "throw_expression",
    Try = "try_expression",
    TypeArguments = "type_arguments",
    TypeConstraints = "type_constraints",
    TypeParameters = "type_parameters",
    Unary = "unary_expression",
    UserType = "user_type",
    ValueArgument = "value_argument",
    ValueArguments = "value_arguments",
    VariableDeclaration = "variable_declaration",
    When = "when_expression",
    WhenEntry = "when_entry",
    WhenSubject = "when_subject",
}

fields! { Fields for [Dialect::Kotlin];
    argument = "argument",
    condition = "condition",
    left = "left",
    name = "name",
    operator = "operator",
    right = "right",
}

/// Reads a file.
pub fn read<'s>(parsers: &mut Parsers, text: &'s str) -> Reading<'s> {
    let Some(tree) = parsers.parse(Dialect::Kotlin, text) else {
        return Reading::stopped();
    };
    let root = tree.root_node();
    let mut reader = Reader {
        text,
        fields: Fields::of(Dialect::Kotlin),
        build: Builder::default(),
        cursors: Cursors::default(),
        links: Vec::new(),
        in_class_body: false,
        locals: 0,
    };
    reader.visit(root);
    let facts = reader.build.finish();
    Reading::whole(facts, root.has_error())
}

/// The state of one walk.
struct Reader<'s, 't> {
    text: &'s str,
    fields: &'static Fields,
    build: Builder<'s>,
    cursors: Cursors<'t>,
    /// The calls, members and operands of the chains being read; each chain uses the end of it.
    links: Vec<(Node<'t>, CallId)>,
    /// The walk stands directly in a class body.
    in_class_body: bool,
    /// Where the bindings of the outermost function around begin.
    locals: usize,
}

impl<'s, 't> Reader<'s, 't> {
    /// The source of a node.
    fn source(&self, node: Node<'t>) -> &'s str {
        span(node).of(self.text)
    }

    walks!(_reader, node => matches!(Kind::of(node), Kind::LineComment | Kind::BlockComment));

    /// The first and the last named child that is no comment.
    fn ends(&mut self, node: Node<'t>) -> Option<(Node<'t>, Node<'t>)> {
        let mut first = None;
        let mut last = None;
        self.children(node, |_, child, _| {
            first.get_or_insert(child);
            last = Some(child);
        });
        first.zip(last)
    }

    /// Takes the facts of `node`; whether the walk should look at its children too.
    fn enter(&mut self, node: Node<'t>) -> bool {
        match Kind::of(node) {
            Kind::LineComment | Kind::BlockComment => self.comment(node),
            Kind::Package => self.package(node),
            Kind::Import => self.import(node),
            Kind::Class | Kind::Object => self.type_declaration(node),
            Kind::Companion => self.companion(node),
            Kind::ObjectLiteral => self.object_literal(node),
            Kind::EnumEntry => self.enum_entry(node),
            Kind::Property => self.property(node),
            Kind::VariableDeclaration => {
                self.variable(node);
            }
            Kind::Catch => {
                self.catch_name(node);
                return true;
            }
            Kind::Function | Kind::SecondaryConstructor => self.function_declaration(node),
            Kind::Initializer => {
                let outside = std::mem::replace(&mut self.in_class_body, false);
                self.visit_children(node);
                self.in_class_body = outside;
            }
            Kind::Annotation | Kind::FileAnnotation => {
                self.annotation(node, crate::model::facts::CallKind::Function);
            }
            Kind::ConstructorInvocation | Kind::ConstructorDelegation => {
                self.construction(node);
            }
            Kind::Return => self.return_expression(node),
            Kind::Call
            | Kind::Navigation
            | Kind::Index
            | Kind::Lambda
            | Kind::AnonymousFunction
            | Kind::String
            | Kind::MultilineString => {
                self.value(node);
            }
            Kind::Assignment => self.assignment(node),
            Kind::UserType | Kind::FunctionType | Kind::TypeArguments => {}
            _ => return true,
        }
        false
    }

    fn other(&mut self, node: Node<'t>) -> ValueId {
        self.build.value(ValueKind::Other, span(node))
    }
}

/// Whether a node is a type.
fn is_type(node: Node<'_>) -> bool {
    matches!(
        Kind::of(node),
        Kind::UserType | Kind::NullableType | Kind::FunctionType
    ) || matches!(
        node.kind(),
        "non_nullable_type" | "parenthesized_type" | "dynamic"
    )
}
