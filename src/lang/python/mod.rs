//! Python through facts: the walk over a file; what stands in it is read by the rooms below.

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
use crate::model::facts::{CallId, CallKind, FunctionId, ValueId, ValueKind};
use crate::model::language::Dialect;

kinds! { Kind for Dialect::Python;
    ArgumentList = "argument_list",
    AsPattern = "as_pattern",
    AsPatternTarget = "as_pattern_target",
    Assignment = "assignment",
    Attribute = "attribute",
    AugmentedAssignment = "augmented_assignment",
    AliasedImport = "aliased_import",
    Await = "await",
    BinaryOperator = "binary_operator",
    BooleanOperator = "boolean_operator",
    Call = "call",
    CasePattern = "case_pattern",
    Chevron = "chevron",
    ClassDefinition = "class_definition",
    Comment = "comment",
    ConcatenatedString = "concatenated_string",
    ConditionalExpression = "conditional_expression",
    DecoratedDefinition = "decorated_definition",
    Decorator = "decorator",
    DefaultParameter = "default_parameter",
    Dictionary = "dictionary",
    DictionarySplat = "dictionary_splat",
    DictionarySplatPattern = "dictionary_splat_pattern",
    DottedName = "dotted_name",
    Ellipsis = "ellipsis",
    ExceptClause = "except_clause",
    ExpressionList = "expression_list",
    False = "false",
    Float = "float",
    ForStatement = "for_statement",
    ForInClause = "for_in_clause",
    FunctionDefinition = "function_definition",
    FutureImport = "future_import_statement",
    GlobalStatement = "global_statement",
    Identifier = "identifier",
    ImportFrom = "import_from_statement",
    Import = "import_statement",
    Integer = "integer",
    Interpolation = "interpolation",
    KeywordArgument = "keyword_argument",
    Lambda = "lambda",
    List = "list",
    ListPattern = "list_pattern",
    ListSplat = "list_splat",
    ListSplatPattern = "list_splat_pattern",
    NamedExpression = "named_expression",
    None = "none",
    NonlocalStatement = "nonlocal_statement",
    Pair = "pair",
    Parenthesized = "parenthesized_expression",
    ParenthesizedListSplat = "parenthesized_list_splat",
    PatternList = "pattern_list",
    PrintStatement = "print_statement",
    ReturnStatement = "return_statement",
    Set = "set",
    Slice = "slice",
    String = "string",
    StringContent = "string_content",
    StringEnd = "string_end",
    StringStart = "string_start",
    Subscript = "subscript",
    True = "true",
    Tuple = "tuple",
    TuplePattern = "tuple_pattern",
    Type = "type",
    TypedDefaultParameter = "typed_default_parameter",
    TypedParameter = "typed_parameter",
    UnaryOperator = "unary_operator",
    WildcardImport = "wildcard_import",
}

fields! { Fields for [Dialect::Python];
    alias = "alias",
    argument = "argument",
    arguments = "arguments",
    attribute = "attribute",
    body = "body",
    definition = "definition",
    expression = "expression",
    function = "function",
    key = "key",
    left = "left",
    module_name = "module_name",
    name = "name",
    object = "object",
    operator = "operator",
    parameters = "parameters",
    return_type = "return_type",
    right = "right",
    subscript = "subscript",
    superclasses = "superclasses",
    r#type = "type",
    value = "value",
}

/// Reads a file.
pub fn read<'s>(parsers: &mut Parsers, text: &'s str) -> Reading<'s> {
    let Some(tree) = parsers.parse(Dialect::Python, text) else {
        return Reading::stopped();
    };
    let root = tree.root_node();
    let mut reader = Reader {
        text,
        fields: Fields::of(Dialect::Python),
        build: Builder::default(),
        cursors: Cursors::default(),
        links: Vec::new(),
        targets: Vec::new(),
        outer_names: Vec::new(),
        except: 0,
        looped: (0, 0),
        in_class_body: false,
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
    /// The targets of the assignments being read, likewise.
    targets: Vec<declarations::Target>,
    /// Names that a function took from outside with `global` or `nonlocal`, and their scope.
    outer_names: Vec<(FunctionId, &'s str, Option<FunctionId>)>,
    /// The `E as e` of the `except` clause read last: its name takes no value.
    except: usize,
    /// What the loop read last goes over, and the first of the targets that wait for it.
    looped: (usize, usize),
    /// The walk stands directly in a class body.
    in_class_body: bool,
}

impl<'s, 't> Reader<'s, 't> {
    /// The source of a node.
    fn source(&self, node: Node<'t>) -> &'s str {
        span(node).of(self.text)
    }

    walks!(_reader, node => Kind::of(node) == Kind::Comment);

    /// Takes the facts of `node`; whether the walk should look at its children too.
    fn enter(&mut self, node: Node<'t>) -> bool {
        if node.id() == self.looped.0 {
            self.looped_over(node);
            return false;
        }
        match Kind::of(node) {
            Kind::Comment => self.comment(node),
            Kind::Call
            | Kind::Attribute
            | Kind::Subscript
            | Kind::Lambda
            | Kind::NamedExpression => {
                self.value(node);
            }
            Kind::PrintStatement => self.print_statement(node),
            Kind::Assignment => self.assignment(node),
            Kind::AugmentedAssignment => self.augmented(node),
            Kind::FunctionDefinition => {
                self.function_definition(node, &[], false);
            }
            Kind::ClassDefinition => {
                self.class_definition(node, &[]);
            }
            Kind::DecoratedDefinition => self.decorated(node),
            Kind::Import | Kind::FutureImport => self.import(node),
            Kind::ImportFrom => self.import_from(node),
            Kind::GlobalStatement => self.outer_names(node, true),
            Kind::NonlocalStatement => self.outer_names(node, false),
            Kind::ReturnStatement => self.return_statement(node),
            Kind::AsPattern => self.as_pattern(node),
            Kind::ForStatement | Kind::ForInClause => {
                self.loop_names(node);
                return true;
            }
            Kind::ExceptClause => {
                self.except_name(node);
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
