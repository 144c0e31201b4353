//! C# through facts: the walk over a file; what stands in it is read by the rooms below.

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

kinds! { Kind for Dialect::CSharp;
    Accessor = "accessor_declaration",
    AccessorList = "accessor_list",
    AnonymousMethod = "anonymous_method_expression",
    AnonymousObject = "anonymous_object_creation_expression",
    Argument = "argument",
    ArgumentList = "argument_list",
    ArrayCreation = "array_creation_expression",
    Arrow = "arrow_expression_clause",
    As = "as_expression",
    Assignment = "assignment_expression",
    Attribute = "attribute",
    AttributeArgument = "attribute_argument",
    AttributeArguments = "attribute_argument_list",
    AttributeList = "attribute_list",
    Await = "await_expression",
    BaseList = "base_list",
    Binary = "binary_expression",
    Boolean = "boolean_literal",
    BracketedArguments = "bracketed_argument_list",
    Cast = "cast_expression",
    CatchDeclaration = "catch_declaration",
    Character = "character_literal",
    Checked = "checked_expression",
    Class = "class_declaration",
    Collection = "collection_expression",
    CollectionElement = "collection_element",
    Comment = "comment",
    ConditionalAccess = "conditional_access_expression",
    Conditional = "conditional_expression",
    Constructor = "constructor_declaration",
    ConstructorInitializer = "constructor_initializer",
    ConversionOperator = "conversion_operator_declaration",
    DeclarationExpression = "declaration_expression",
    DeclarationPattern = "declaration_pattern",
    Destructor = "destructor_declaration",
    ElementAccess = "element_access_expression",
    ElementBinding = "element_binding_expression",
    Enum = "enum_declaration",
    EnumMember = "enum_member_declaration",
    EventField = "event_field_declaration",
    ExpressionElement = "expression_element",
    Field = "field_declaration",
    FileNamespace = "file_scoped_namespace_declaration",
    Foreach = "foreach_statement",
    GenericName = "generic_name",
    Identifier = "identifier",
    ImplicitArray = "implicit_array_creation_expression",
    ImplicitObject = "implicit_object_creation_expression",
    ImplicitParameter = "implicit_parameter",
    Initializer = "initializer_expression",
    Integer = "integer_literal",
    Interface = "interface_declaration",
    InterpolatedString = "interpolated_string_expression",
    Interpolation = "interpolation",
    InterpolationBrace = "interpolation_brace",
    InterpolationQuote = "interpolation_quote",
    InterpolationStart = "interpolation_start",
    Invocation = "invocation_expression",
    IsPattern = "is_pattern_expression",
    Lambda = "lambda_expression",
    LocalFunction = "local_function_statement",
    MemberAccess = "member_access_expression",
    MemberBinding = "member_binding_expression",
    Method = "method_declaration",
    Modifier = "modifier",
    Namespace = "namespace_declaration",
    NullableType = "nullable_type",
    Null = "null_literal",
    ObjectCreation = "object_creation_expression",
    Operator = "operator_declaration",
    Parameter = "parameter",
    ParameterList = "parameter_list",
    Parenthesized = "parenthesized_expression",
    PostfixUnary = "postfix_unary_expression",
    PredefinedType = "predefined_type",
    PrefixUnary = "prefix_unary_expression",
    PrimaryBase = "primary_constructor_base_type",
    Property = "property_declaration",
    QualifiedName = "qualified_name",
    RawString = "raw_string_literal",
    Real = "real_literal",
    Record = "record_declaration",
    RecursivePattern = "recursive_pattern",
    Ref = "ref_expression",
    Return = "return_statement",
    String = "string_literal",
    Struct = "struct_declaration",
    SwitchArm = "switch_expression_arm",
    Switch = "switch_expression",
    Throw = "throw_expression",
    Tuple = "tuple_expression",
    TypeOf = "typeof_expression",
    Unary = "unary_expression",
    Using = "using_directive",
    VariableDeclaration = "variable_declaration",
    VariableDeclarator = "variable_declarator",
    VerbatimString = "verbatim_string_literal",
    With = "with_expression",
}

fields! { Fields for [Dialect::CSharp];
    arguments = "arguments",
    body = "body",
    condition = "condition",
    expression = "expression",
    function = "function",
    left = "left",
    name = "name",
    operator = "operator",
    returns = "returns",
    right = "right",
    subscript = "subscript",
    r#type = "type",
    value = "value",
}

/// Reads a file.
pub fn read<'s>(parsers: &mut Parsers, text: &'s str) -> Reading<'s> {
    let Some(tree) = parsers.parse(Dialect::CSharp, text) else {
        return Reading::stopped();
    };
    let root = tree.root_node();
    let mut reader = Reader {
        text,
        fields: Fields::of(Dialect::CSharp),
        build: Builder::default(),
        cursors: Cursors::default(),
        links: Vec::new(),
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
    /// Where the bindings of the outermost function around begin.
    locals: usize,
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
            Kind::Using => self.using(node),
            Kind::Namespace | Kind::FileNamespace => {
                self.namespace(node);
                return true;
            }
            Kind::Class | Kind::Struct | Kind::Record | Kind::Interface | Kind::Enum => {
                self.type_declaration(node);
            }
            Kind::EnumMember => self.enum_member(node),
            Kind::Field | Kind::EventField => self.field_declaration(node),
            Kind::Property => self.property(node),
            Kind::VariableDeclaration => self.local_variables(node),
            Kind::Method
            | Kind::Constructor
            | Kind::Destructor
            | Kind::Operator
            | Kind::ConversionOperator
            | Kind::LocalFunction => self.function_declaration(node),
            Kind::Attribute => {
                self.attribute(node);
            }
            Kind::CatchDeclaration
            | Kind::DeclarationExpression
            | Kind::DeclarationPattern
            | Kind::RecursivePattern => {
                self.typed_name(node);
                return true;
            }
            Kind::Foreach => {
                self.loop_name(node);
                return true;
            }
            Kind::Return => self.return_statement(node),
            Kind::Invocation
            | Kind::MemberAccess
            | Kind::ConditionalAccess
            | Kind::ElementAccess
            | Kind::ObjectCreation
            | Kind::ImplicitObject
            | Kind::ArrayCreation
            | Kind::AnonymousObject
            | Kind::Lambda
            | Kind::AnonymousMethod
            | Kind::Assignment => {
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

/// A name without its type arguments.
fn bare_name(node: Node<'_>) -> Node<'_> {
    if Kind::of(node) == Kind::GenericName {
        node.named_child(0).unwrap_or(node)
    } else {
        node
    }
}
