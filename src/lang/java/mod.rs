//! Java through facts.

mod annotations;
mod creation;
mod declarations;
mod expressions;
mod imports;
mod methods;
mod strings;
#[cfg(test)]
mod tests;

use tree_sitter::{Node, TreeCursor};

pub(super) use strings::fragment;

use super::builder::Builder;
use super::tree::{fields, kinds, span};
use super::{Parsers, Reading};
use crate::model::facts::{CallKind, ValueId, ValueKind};
use crate::model::language::Dialect;

kinds! { Kind for Dialect::Java;
    LineComment = "line_comment",
    BlockComment = "block_comment",
    Package = "package_declaration",
    Import = "import_declaration",
    Asterisk = "asterisk",
    Class = "class_declaration",
    Interface = "interface_declaration",
    Enum = "enum_declaration",
    Record = "record_declaration",
    AnnotationType = "annotation_type_declaration",
    Superclass = "superclass",
    Implements = "super_interfaces",
    Extends = "extends_interfaces",
    TypeList = "type_list",
    ClassBody = "class_body",
    EnumConstant = "enum_constant",
    FieldDeclaration = "field_declaration",
    ConstantDeclaration = "constant_declaration",
    Local = "local_variable_declaration",
    Declarator = "variable_declarator",
    Method = "method_declaration",
    Constructor = "constructor_declaration",
    CompactConstructor = "compact_constructor_declaration",
    AnnotationElement = "annotation_type_element_declaration",
    ExplicitConstructor = "explicit_constructor_invocation",
    FormalParameters = "formal_parameters",
    Parameter = "formal_parameter",
    SpreadParameter = "spread_parameter",
    InferredParameters = "inferred_parameters",
    Modifiers = "modifiers",
    Annotation = "annotation",
    Marker = "marker_annotation",
    AnnotationArguments = "annotation_argument_list",
    ElementPair = "element_value_pair",
    ElementArray = "element_value_array_initializer",
    ArrayInitializer = "array_initializer",
    EnhancedFor = "enhanced_for_statement",
    CatchParameter = "catch_formal_parameter",
    CatchType = "catch_type",
    Resource = "resource",
    InstanceOf = "instanceof_expression",
    TypePattern = "type_pattern",
    PatternComponent = "record_pattern_component",
    Return = "return_statement",
    Yield = "yield_statement",
    Assignment = "assignment_expression",
    Update = "update_expression",
    Binary = "binary_expression",
    Unary = "unary_expression",
    Ternary = "ternary_expression",
    Cast = "cast_expression",
    Switch = "switch_expression",
    SwitchRule = "switch_rule",
    ExpressionStatement = "expression_statement",
    Lambda = "lambda_expression",
    Invocation = "method_invocation",
    Reference = "method_reference",
    Creation = "object_creation_expression",
    ArrayCreation = "array_creation_expression",
    FieldAccess = "field_access",
    ArrayAccess = "array_access",
    Parenthesized = "parenthesized_expression",
    ClassLiteral = "class_literal",
    Template = "template_expression",
    Interpolation = "string_interpolation",
    Arguments = "argument_list",
    Identifier = "identifier",
    TypeIdentifier = "type_identifier",
    ScopedIdentifier = "scoped_identifier",
    ScopedType = "scoped_type_identifier",
    GenericType = "generic_type",
    IntegralType = "integral_type",
    FloatingType = "floating_point_type",
    BooleanType = "boolean_type",
    VoidType = "void_type",
    This = "this",
    Super = "super",
    String = "string_literal",
    Character = "character_literal",
    Decimal = "decimal_integer_literal",
    Hex = "hex_integer_literal",
    Octal = "octal_integer_literal",
    BinaryInteger = "binary_integer_literal",
    Float = "decimal_floating_point_literal",
    HexFloat = "hex_floating_point_literal",
    Null = "null_literal",
    True = "true",
    False = "false",
}

fields! { Field for Dialect::Java;
    Name = "name",
    Type = "type",
    Value = "value",
    Left = "left",
    Right = "right",
    Parameters = "parameters",
    Body = "body",
    Condition = "condition",
    Key = "key",
}

/// Reads a file.
pub fn read<'s>(parsers: &mut Parsers, text: &'s str) -> Reading<'s> {
    let Some(tree) = parsers.parse(Dialect::Java, text) else {
        return Reading::stopped();
    };
    let root = tree.root_node();
    let mut walker = Walker {
        text,
        cursor: root.walk(),
        build: Builder::default(),
        links: Vec::new(),
        yields: Vec::new(),
    };
    walker.walk();
    Reading::whole(walker.build.facts, root.has_error())
}

/// The walk. Every method reads the node under the cursor and leaves the cursor on it.
struct Walker<'s, 't> {
    text: &'s str,
    cursor: TreeCursor<'t>,
    build: Builder<'s>,
    /// Open left spines of expressions, innermost last.
    links: Vec<expressions::Link>,
    /// Results of the `switch` expressions the walk is in, innermost last.
    yields: Vec<Vec<ValueId>>,
}

impl<'s, 't> Walker<'s, 't> {
    fn node(&self) -> Node<'t> {
        self.cursor.node()
    }

    fn kind(&self) -> Kind {
        Kind::of(self.cursor.node())
    }

    fn field(&self) -> Field {
        Field::of(self.cursor.field_id())
    }

    fn text_of(&self, node: Node<'_>) -> &'s str {
        self.text
            .get(node.start_byte()..node.end_byte())
            .unwrap_or("")
    }

    /// The text of the node under the cursor.
    fn written(&self) -> &'s str {
        self.text_of(self.cursor.node())
    }

    /// Takes the node under the cursor where it is a comment.
    fn comment(&mut self) -> bool {
        let is_comment = matches!(self.kind(), Kind::LineComment | Kind::BlockComment);
        if is_comment {
            let node = self.node();
            let text = self.text_of(node);
            self.build.comment(text, node.start_byte());
        }
        is_comment
    }

    /// Calls `each` with the cursor on every named child; comments are taken on the way.
    fn children(&mut self, mut each: impl FnMut(&mut Self, Kind)) {
        if !self.cursor.goto_first_child() {
            return;
        }
        loop {
            if self.node().is_named() && !self.comment() {
                let kind = self.kind();
                each(self, kind);
            }
            if !self.cursor.goto_next_sibling() {
                break;
            }
        }
        self.cursor.goto_parent();
    }

    /// Moves on to the next named sibling that is not a comment.
    fn next(&mut self) -> bool {
        while self.cursor.goto_next_sibling() {
            if self.settled() {
                return true;
            }
        }
        false
    }

    /// Moves down to the first named child that is not a comment; stays when there is none.
    fn down_to_first(&mut self) -> bool {
        if !self.cursor.goto_first_child() {
            return false;
        }
        if self.settled() || self.next() {
            return true;
        }
        self.cursor.goto_parent();
        false
    }

    /// Whether the cursor stands on a named node to work with. Comments are taken, and what is in
    /// the way because it does not parse is searched.
    fn settled(&mut self) -> bool {
        if !self.node().is_named() || self.comment() {
            return false;
        }
        if self.node().is_error() {
            self.walk();
            return false;
        }
        true
    }

    /// Visits everything below the node under the cursor. Nodes that mean nothing by themselves are
    /// passed through without recursion, so that nested statements cost no stack.
    fn walk(&mut self) {
        if !self.cursor.goto_first_child() {
            return;
        }
        let mut depth = 1_u32;
        loop {
            if !self.visit() && self.cursor.goto_first_child() {
                depth += 1;
                continue;
            }
            while !self.cursor.goto_next_sibling() {
                self.cursor.goto_parent();
                depth -= 1;
                if depth == 0 {
                    return;
                }
            }
        }
    }

    /// Takes the node under the cursor whole, or answers `false`: look at its children.
    fn visit(&mut self) -> bool {
        match self.kind() {
            Kind::LineComment | Kind::BlockComment => {
                self.comment();
            }
            Kind::Invocation
            | Kind::Creation
            | Kind::Lambda
            | Kind::Assignment
            | Kind::Update
            | Kind::InstanceOf
            | Kind::Template => {
                self.expression();
            }
            Kind::Package => self.package(),
            Kind::Import => self.import(),
            Kind::Class | Kind::Interface | Kind::Enum | Kind::Record | Kind::AnnotationType => {
                self.type_declaration();
            }
            Kind::ClassBody => self.anonymous_body(""),
            Kind::EnumConstant => self.enum_constant(),
            Kind::FieldDeclaration | Kind::ConstantDeclaration | Kind::Local => {
                self.variables();
            }
            Kind::Method
            | Kind::Constructor
            | Kind::CompactConstructor
            | Kind::AnnotationElement => self.method(),
            Kind::ExplicitConstructor => self.explicit_constructor(),
            Kind::CatchParameter | Kind::Resource => self.single_variable(),
            Kind::EnhancedFor => {
                self.loop_variable();
                return false;
            }
            Kind::TypePattern | Kind::PatternComponent => self.pattern(),
            Kind::Annotation | Kind::Marker => {
                self.annotation(CallKind::Function);
            }
            Kind::Return => self.return_statement(),
            Kind::Yield => self.yield_statement(),
            Kind::String => return !self.written().contains("\\{"),
            _ => return false,
        }
        true
    }

    /// Visits the node under the cursor, or what is below it.
    fn visit_or_walk(&mut self) {
        if !self.visit() {
            self.walk();
        }
    }

    fn other(&mut self) -> ValueId {
        let at = span(self.node());
        self.build.value(ValueKind::Other, at)
    }
}
