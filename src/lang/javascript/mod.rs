//! JavaScript, TypeScript and JSX through facts: the walk; what it meets is read by the rooms below.

mod classes;
mod declarations;
mod exports;
mod expressions;
mod functions;
mod imports;
mod names;
mod operators;
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

kinds! { Kind for [Dialect::JavaScript, Dialect::TypeScript, Dialect::Tsx];
    AbstractClassDeclaration = "abstract_class_declaration",
    AbstractMethodSignature = "abstract_method_signature",
    AccessibilityModifier = "accessibility_modifier",
    Arguments = "arguments",
    Array = "array",
    ArrayPattern = "array_pattern",
    ArrowFunction = "arrow_function",
    AsExpression = "as_expression",
    AssignmentExpression = "assignment_expression",
    AssignmentPattern = "assignment_pattern",
    AugmentedAssignment = "augmented_assignment_expression",
    AwaitExpression = "await_expression",
    BinaryExpression = "binary_expression",
    CallExpression = "call_expression",
    CatchClause = "catch_clause",
    Class = "class",
    ClassBody = "class_body",
    ClassDeclaration = "class_declaration",
    ClassHeritage = "class_heritage",
    Comment = "comment",
    ComputedPropertyName = "computed_property_name",
    Decorator = "decorator",
    EnumAssignment = "enum_assignment",
    EnumDeclaration = "enum_declaration",
    EscapeSequence = "escape_sequence",
    ExportClause = "export_clause",
    ExportSpecifier = "export_specifier",
    ExportStatement = "export_statement",
    ExtendsClause = "extends_clause",
    ExtendsTypeClause = "extends_type_clause",
    False = "false",
    FieldDefinition = "field_definition",
    ForInStatement = "for_in_statement",
    FormalParameters = "formal_parameters",
    FunctionDeclaration = "function_declaration",
    FunctionExpression = "function_expression",
    FunctionSignature = "function_signature",
    GeneratorFunction = "generator_function",
    GeneratorFunctionDeclaration = "generator_function_declaration",
    HtmlComment = "html_comment",
    Identifier = "identifier",
    ImplementsClause = "implements_clause",
    Import = "import",
    ImportAlias = "import_alias",
    ImportClause = "import_clause",
    ImportRequireClause = "import_require_clause",
    ImportSpecifier = "import_specifier",
    ImportStatement = "import_statement",
    InterfaceBody = "interface_body",
    InterfaceDeclaration = "interface_declaration",
    InternalModule = "internal_module",
    IntersectionType = "intersection_type",
    LexicalDeclaration = "lexical_declaration",
    MemberExpression = "member_expression",
    MetaProperty = "meta_property",
    MethodDefinition = "method_definition",
    MethodSignature = "method_signature",
    Module = "module",
    NamedImports = "named_imports",
    NamespaceExport = "namespace_export",
    NamespaceImport = "namespace_import",
    NewExpression = "new_expression",
    NonNullExpression = "non_null_expression",
    Null = "null",
    Number = "number",
    Object = "object",
    ObjectAssignmentPattern = "object_assignment_pattern",
    ObjectPattern = "object_pattern",
    ObjectType = "object_type",
    OptionalParameter = "optional_parameter",
    OverrideModifier = "override_modifier",
    Pair = "pair",
    PairPattern = "pair_pattern",
    ParenthesizedExpression = "parenthesized_expression",
    PrivatePropertyIdentifier = "private_property_identifier",
    PropertyIdentifier = "property_identifier",
    PropertySignature = "property_signature",
    PublicFieldDefinition = "public_field_definition",
    RequiredParameter = "required_parameter",
    RestPattern = "rest_pattern",
    ReturnStatement = "return_statement",
    SatisfiesExpression = "satisfies_expression",
    SequenceExpression = "sequence_expression",
    Shorthand = "shorthand_property_identifier",
    ShorthandPattern = "shorthand_property_identifier_pattern",
    SpreadElement = "spread_element",
    StatementBlock = "statement_block",
    String = "string",
    StringFragment = "string_fragment",
    SubscriptExpression = "subscript_expression",
    Super = "super",
    TemplateString = "template_string",
    TemplateSubstitution = "template_substitution",
    TernaryExpression = "ternary_expression",
    This = "this",
    True = "true",
    TypeAliasDeclaration = "type_alias_declaration",
    TypeAnnotation = "type_annotation",
    TypeAssertion = "type_assertion",
    UnaryExpression = "unary_expression",
    Undefined = "undefined",
    VariableDeclaration = "variable_declaration",
    VariableDeclarator = "variable_declarator",
}

fields! { Fields for [Dialect::JavaScript, Dialect::TypeScript, Dialect::Tsx];
    alias = "alias",
    alternative = "alternative",
    argument = "argument",
    arguments = "arguments",
    body = "body",
    consequence = "consequence",
    constructor = "constructor",
    declaration = "declaration",
    decorator = "decorator",
    function = "function",
    index = "index",
    key = "key",
    kind = "kind",
    left = "left",
    name = "name",
    object = "object",
    operator = "operator",
    parameter = "parameter",
    parameters = "parameters",
    pattern = "pattern",
    property = "property",
    return_type = "return_type",
    right = "right",
    source = "source",
    r#type = "type",
    type_arguments = "type_arguments",
    value = "value",
}

/// Reads a file.
pub fn read<'s>(parsers: &mut Parsers, dialect: Dialect, text: &'s str) -> Reading<'s> {
    let Some(tree) = parsers.parse(dialect, text) else {
        return Reading::stopped();
    };
    let root = tree.root_node();
    let mut reader = Reader {
        text,
        kinds: Kind::table(dialect),
        fields: Fields::of(dialect),
        build: Builder::default(),
        cursors: Cursors::default(),
        links: Vec::new(),
        assigned: Vec::new(),
        looped: (0, 0..0),
        exporting: false,
        class_exported: false,
    };
    reader.visit(root);
    reader.place_assignments();
    let facts = reader.build.finish();
    Reading::whole(facts, root.has_error())
}

/// The state of one walk.
struct Reader<'s, 't> {
    text: &'s str,
    kinds: &'static [Kind],
    fields: &'static Fields,
    build: Builder<'s>,
    cursors: Cursors<'t>,
    /// The calls, members and operands of the chains being read; each chain uses the end of it.
    links: Vec<(Node<'t>, CallId)>,
    /// Bindings that assign to a name declared elsewhere, whose scope is found at the end.
    assigned: Vec<usize>,
    /// What the loop read last goes over, and the bindings that wait for it.
    looped: (usize, std::ops::Range<usize>),
    /// The declaration to come stands under `export`.
    exporting: bool,
    /// The class whose body is being read is exported.
    class_exported: bool,
}

impl<'s, 't> Reader<'s, 't> {
    /// The source of a node.
    fn source(&self, node: Node<'t>) -> &'s str {
        span(node).of(self.text)
    }

    fn kind(&self, node: Node<'t>) -> Kind {
        self.kinds
            .get(node.kind_id() as usize)
            .copied()
            .unwrap_or(Kind::Other)
    }

    walks!(reader, node => matches!(reader.kind(node), Kind::Comment | Kind::HtmlComment));

    /// Whether `node` has the token `token` among its own.
    fn has_token(&mut self, node: Node<'t>, token: &str) -> bool {
        let mut cursor = self.cursors.at(node);
        let mut found = false;
        if cursor.goto_first_child() {
            loop {
                let child = cursor.node();
                if !child.is_named() && child.kind() == token {
                    found = true;
                    break;
                }
                if !cursor.goto_next_sibling() {
                    break;
                }
            }
        }
        self.cursors.put(cursor);
        found
    }

    /// Takes the facts of `node`; whether the walk should look at its children too.
    fn enter(&mut self, node: Node<'t>) -> bool {
        if node.id() == self.looped.0 {
            self.looped_over(node);
            return false;
        }
        match self.kind(node) {
            Kind::Comment | Kind::HtmlComment => self.comment(node),
            Kind::CallExpression
            | Kind::NewExpression
            | Kind::MemberExpression
            | Kind::SubscriptExpression
            | Kind::ArrowFunction
            | Kind::FunctionExpression
            | Kind::GeneratorFunction
            | Kind::Class
            | Kind::Object => {
                self.value(node);
            }
            Kind::AssignmentExpression => {
                self.assignment(node);
            }
            Kind::AugmentedAssignment => {
                self.augmented(node);
            }
            Kind::LexicalDeclaration | Kind::VariableDeclaration => self.variables(node),
            Kind::FunctionDeclaration
            | Kind::GeneratorFunctionDeclaration
            | Kind::FunctionSignature => self.function_declaration(node),
            Kind::MethodDefinition | Kind::AbstractMethodSignature => {
                self.method(node, Vec::new(), None);
            }
            Kind::ClassDeclaration | Kind::AbstractClassDeclaration => {
                self.class(node, None, Vec::new());
            }
            Kind::InterfaceDeclaration => self.interface(node),
            Kind::TypeAliasDeclaration => self.type_alias(node),
            Kind::EnumDeclaration => self.enumeration(node),
            Kind::ImportStatement => self.import(node),
            Kind::ImportAlias => self.import_alias(node),
            Kind::ExportStatement => self.export(node),
            Kind::ReturnStatement => self.return_statement(node),
            Kind::Decorator => {
                self.decorator(node);
            }
            Kind::ForInStatement => {
                self.loop_names(node);
                return true;
            }
            Kind::CatchClause => {
                self.catch_name(node);
                return true;
            }
            Kind::InternalModule | Kind::Module => {
                self.exporting = false;
                return true;
            }
            _ => return true,
        }
        false
    }

    fn other(&mut self, node: Node<'t>) -> ValueId {
        self.build.value(ValueKind::Other, span(node))
    }

    /// Makes the calls among `decorators` say what they decorate.
    fn decorate(&mut self, decorators: &[CallId], kind: CallKind) {
        for id in decorators {
            self.build.facts.calls[id.0 as usize].kind = kind;
        }
    }
}
