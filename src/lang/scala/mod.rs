//! Scala through facts: the walk over a file; what stands in it is read by the rooms below.

mod declarations;
mod expressions;
mod functions;
mod imports;
mod patterns;
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

kinds! { Kind for Dialect::Scala;
    AccessModifier = "access_modifier",
    Annotation = "annotation",
    Arguments = "arguments",
    Ascription = "ascription_expression",
    Assignment = "assignment_expression",
    Binding = "binding",
    Bindings = "bindings",
    Block = "block",
    BlockComment = "block_comment",
    Boolean = "boolean_literal",
    Call = "call_expression",
    Capture = "capture_pattern",
    CaseBlock = "case_block",
    CaseClause = "case_clause",
    CaseClassPattern = "case_class_pattern",
    Catch = "catch_clause",
    Character = "character_literal",
    Class = "class_definition",
    ClassParameter = "class_parameter",
    ClassParameters = "class_parameters",
    ColonArgument = "colon_argument",
    Comment = "comment",
    Enum = "enum_definition",
    EnumBody = "enum_body",
    Enumerator = "enumerator",
    Extends = "extends_clause",
    Extension = "extension_definition",
    FieldExpression = "field_expression",
    Finally = "finally_clause",
    Float = "floating_point_literal",
    FunctionDeclaration = "function_declaration",
    FunctionDefinition = "function_definition",
    GenericFunction = "generic_function",
    Guard = "guard",
    Identifier = "identifier",
    Identifiers = "identifiers",
    If = "if_expression",
    Import = "import_declaration",
    IndentedBlock = "indented_block",
    IndentedCases = "indented_cases",
    Infix = "infix_expression",
    InfixPattern = "infix_pattern",
    Instance = "instance_expression",
    Integer = "integer_literal",
    Interpolated = "interpolated_string_expression",
    InterpolatedString = "interpolated_string",
    Interpolation = "interpolation",
    Lambda = "lambda_expression",
    LazyType = "lazy_parameter_type",
    Match = "match_expression",
    MethodValue = "method_value",
    Modifiers = "modifiers",
    Null = "null_literal",
    Object = "object_definition",
    Operator = "operator_identifier",
    Package = "package_clause",
    PackageObject = "package_object",
    Parameter = "parameter",
    Parameters = "parameters",
    Parenthesized = "parenthesized_expression",
    Prefix = "prefix_expression",
    RepeatedType = "repeated_parameter_type",
    Return = "return_expression",
    SelfType = "self_type",
    String = "string",
    TemplateBody = "template_body",
    Throw = "throw_expression",
    Trait = "trait_definition",
    Try = "try_expression",
    Tuple = "tuple_expression",
    TuplePattern = "tuple_pattern",
    TypeArguments = "type_arguments",
    TypeDefinition = "type_definition",
    TypeIdentifier = "type_identifier",
    TypeParameters = "type_parameters",
    TypedPattern = "typed_pattern",
    Unit = "unit",
    ValDeclaration = "val_declaration",
    ValDefinition = "val_definition",
    Vararg = "vararg",
    VarDeclaration = "var_declaration",
    VarDefinition = "var_definition",
    WithTemplateBody = "with_template_body",
}

fields! { Fields for [Dialect::Scala];
    arguments = "arguments",
    body = "body",
    condition = "condition",
    default = "default_value",
    field = "field",
    function = "function",
    interpolator = "interpolator",
    left = "left",
    name = "name",
    operator = "operator",
    parameters = "parameters",
    pattern = "pattern",
    returns = "return_type",
    right = "right",
    kind = "type",
    value = "value",
}

/// Reads a file.
pub fn read<'s>(parsers: &mut Parsers, text: &'s str) -> Reading<'s> {
    let Some(tree) = parsers.parse(Dialect::Scala, text) else {
        return Reading::stopped();
    };
    let root = tree.root_node();
    let mut reader = Reader {
        text,
        fields: Fields::of(Dialect::Scala),
        build: Builder::default(),
        cursors: Cursors::default(),
        links: Vec::new(),
        member_of: Home::None,
        locals: 0,
    };
    reader.visit(root);
    let facts = reader.build.finish();
    Reading::whole(facts, root.has_error())
}

/// What a definition belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Home {
    /// A file, a block, or a type without a name.
    None,
    /// A class or trait.
    Type,
    /// An object: what stands there is there once.
    Object,
}

/// The state of one walk.
struct Reader<'s, 't> {
    text: &'s str,
    fields: &'static Fields,
    build: Builder<'s>,
    cursors: Cursors<'t>,
    /// The calls, members and operands of the chains being read; each chain uses the end of it.
    links: Vec<(Node<'t>, CallId)>,
    /// In whose body the walk directly stands.
    member_of: Home,
    /// Where the bindings of the outermost function around begin.
    locals: usize,
}

impl<'s, 't> Reader<'s, 't> {
    /// The source of a node.
    fn source(&self, node: Node<'t>) -> &'s str {
        span(node).of(self.text)
    }

    /// The source of a name, without the marks around one that would else be a word of the language.
    fn name(&self, node: Node<'t>) -> &'s str {
        self.source(node).trim_matches('`')
    }

    walks!(_reader, node => matches!(Kind::of(node), Kind::Comment | Kind::BlockComment));

    /// The child in a field.
    #[expect(clippy::unused_self, reason = "reads like the rest of the walk")]
    fn part(&self, node: Node<'t>, field: u16) -> Option<Node<'t>> {
        node.child_by_field_id(field)
    }

    /// Takes the facts of `node`; whether the walk should look at its children too.
    fn enter(&mut self, node: Node<'t>) -> bool {
        match Kind::of(node) {
            Kind::Comment | Kind::BlockComment => self.comment(node),
            Kind::Package => return self.package(node),
            Kind::Import => self.import(node),
            Kind::Class | Kind::Trait | Kind::Object | Kind::Enum => self.type_definition(node),
            Kind::PackageObject => self.package_object(node),
            Kind::ValDefinition | Kind::VarDefinition => self.value_definition(node),
            Kind::ValDeclaration | Kind::VarDeclaration => self.value_declaration(node),
            Kind::FunctionDefinition | Kind::FunctionDeclaration => self.function_definition(node),
            Kind::Annotation => self.annotation(node, crate::model::facts::CallKind::Function),
            Kind::CaseClause => self.case_clause(node, &mut None),
            Kind::Catch => {
                self.catch_clause(node, &mut Vec::new());
            }
            Kind::Enumerator => self.enumerator(node),
            Kind::Return => self.return_expression(node),
            Kind::Call
            | Kind::FieldExpression
            | Kind::GenericFunction
            | Kind::Instance
            | Kind::Infix
            | Kind::Lambda
            | Kind::CaseBlock
            | Kind::Interpolated => {
                self.value(node);
            }
            Kind::Assignment => self.assignment(node),
            Kind::TypeDefinition
            | Kind::TypeArguments
            | Kind::TypeParameters
            | Kind::String
            | Kind::Identifier => {}
            _ => return true,
        }
        false
    }

    fn other(&mut self, node: Node<'t>) -> ValueId {
        self.build.value(ValueKind::Other, span(node))
    }
}
