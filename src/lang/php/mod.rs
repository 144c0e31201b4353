//! PHP through facts: the walk over a file; what stands in it is read by the rooms below.
//!
//! A variable keeps its `$`, since a function or constant of the same name may stand beside it; a
//! property loses it, as it does behind `->`.

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
use crate::model::facts::{CallId, CallKind, ValueId, ValueKind};
use crate::model::language::Dialect;

kinds! { Kind for Dialect::Php;
    AnonymousClass = "anonymous_class",
    AnonymousFunction = "anonymous_function",
    Argument = "argument",
    Arguments = "arguments",
    ArrayCreation = "array_creation_expression",
    ArrayElement = "array_element_initializer",
    ArrowFunction = "arrow_function",
    Assignment = "assignment_expression",
    Attribute = "attribute",
    AttributeList = "attribute_list",
    Augmented = "augmented_assignment_expression",
    BaseClause = "base_clause",
    Binary = "binary_expression",
    Boolean = "boolean",
    ByRef = "by_ref",
    Cast = "cast_expression",
    Catch = "catch_clause",
    Class = "class_declaration",
    ClassConstant = "class_constant_access_expression",
    Clone = "clone_expression",
    Comment = "comment",
    Conditional = "conditional_expression",
    ConstDeclaration = "const_declaration",
    ConstElement = "const_element",
    DeclarationList = "declaration_list",
    Encapsed = "encapsed_string",
    Enum = "enum_declaration",
    EnumCase = "enum_case",
    EnumDeclarationList = "enum_declaration_list",
    ErrorSuppression = "error_suppression_expression",
    EscapeSequence = "escape_sequence",
    Float = "float",
    Foreach = "foreach_statement",
    FormalParameters = "formal_parameters",
    FunctionCall = "function_call_expression",
    Function = "function_definition",
    Heredoc = "heredoc",
    HeredocBody = "heredoc_body",
    Integer = "integer",
    Interface = "interface_declaration",
    InterfaceClause = "class_interface_clause",
    ListLiteral = "list_literal",
    Match = "match_expression",
    MatchBlock = "match_block",
    MemberAccess = "member_access_expression",
    MemberCall = "member_call_expression",
    Method = "method_declaration",
    Name = "name",
    Namespace = "namespace_definition",
    NamespaceName = "namespace_name",
    NamespaceUse = "namespace_use_declaration",
    NamespaceUseClause = "namespace_use_clause",
    NamespaceUseGroup = "namespace_use_group",
    Nowdoc = "nowdoc",
    NowdocBody = "nowdoc_body",
    Null = "null",
    NullsafeAccess = "nullsafe_member_access_expression",
    NullsafeCall = "nullsafe_member_call_expression",
    ObjectCreation = "object_creation_expression",
    Pair = "pair",
    Parenthesized = "parenthesized_expression",
    PromotedParameter = "property_promotion_parameter",
    PropertyDeclaration = "property_declaration",
    PropertyElement = "property_element",
    QualifiedName = "qualified_name",
    ReferenceAssignment = "reference_assignment_expression",
    RelativeName = "relative_name",
    RelativeScope = "relative_scope",
    Return = "return_statement",
    ScopedCall = "scoped_call_expression",
    ScopedProperty = "scoped_property_access_expression",
    SimpleParameter = "simple_parameter",
    StaticVariable = "static_variable_declaration",
    String = "string",
    StringContent = "string_content",
    Subscript = "subscript_expression",
    Trait = "trait_declaration",
    Unary = "unary_op_expression",
    Use = "use_declaration",
    VariableName = "variable_name",
    VariadicParameter = "variadic_parameter",
    VariadicUnpacking = "variadic_unpacking",
    VisibilityModifier = "visibility_modifier",
}

fields! { Fields for [Dialect::Php];
    alias = "alias",
    arguments = "arguments",
    body = "body",
    condition = "condition",
    default_value = "default_value",
    function = "function",
    left = "left",
    name = "name",
    object = "object",
    operator = "operator",
    parameters = "parameters",
    return_expression = "return_expression",
    return_type = "return_type",
    right = "right",
    scope = "scope",
    r#type = "type",
    value = "value",
}

/// Reads a file.
pub fn read<'s>(parsers: &mut Parsers, text: &'s str) -> Reading<'s> {
    let Some(tree) = parsers.parse(Dialect::Php, text) else {
        return Reading::stopped();
    };
    let root = tree.root_node();
    let mut reader = Reader {
        text,
        fields: Fields::of(Dialect::Php),
        build: Builder::default(),
        cursors: Cursors::default(),
        links: Vec::new(),
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
}

impl<'s, 't> Reader<'s, 't> {
    /// The source of a node.
    fn source(&self, node: Node<'t>) -> &'s str {
        span(node).of(self.text)
    }

    walks!(_reader, node => Kind::of(node) == Kind::Comment);

    /// Takes the facts of `node`; whether the walk should look at its children too.
    fn enter(&mut self, node: Node<'t>) -> bool {
        match Kind::of(node) {
            Kind::Comment => self.comment(node),
            Kind::Namespace => {
                self.namespace(node);
                return true;
            }
            Kind::NamespaceUse => self.namespace_use(node),
            Kind::Class | Kind::Interface | Kind::Trait | Kind::Enum => {
                self.type_declaration(node);
            }
            Kind::AnonymousClass => self.anonymous_class(node),
            Kind::Use => self.trait_use(node),
            Kind::EnumCase => self.enum_case(node),
            Kind::ConstDeclaration => self.constants(node),
            Kind::PropertyDeclaration => self.properties(node),
            Kind::StaticVariable => self.static_variable(node),
            Kind::Function | Kind::Method => self.function_declaration(node),
            Kind::Catch => {
                self.catch_name(node);
                return true;
            }
            Kind::Foreach => {
                self.loop_names(node);
                return true;
            }
            Kind::Attribute => {
                self.attribute(node, CallKind::Function);
            }
            Kind::Return => self.return_statement(node),
            Kind::FunctionCall
            | Kind::MemberCall
            | Kind::NullsafeCall
            | Kind::ScopedCall
            | Kind::MemberAccess
            | Kind::NullsafeAccess
            | Kind::ScopedProperty
            | Kind::Subscript
            | Kind::ObjectCreation
            | Kind::AnonymousFunction
            | Kind::ArrowFunction
            | Kind::Assignment
            | Kind::ReferenceAssignment
            | Kind::Augmented => {
                self.value(node);
            }
            _ => return true,
        }
        false
    }

    fn other(&mut self, node: Node<'t>) -> ValueId {
        self.build.value(ValueKind::Other, span(node))
    }
}
